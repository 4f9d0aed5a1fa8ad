using Weir.Bench;

// Each part runs in a process of its own, so that one part's memory and caches are not another's.
var choice = Choice.Read(args);
if (choice.Part is null)
{
    foreach (var part in Parts.Names) await Parts.InOwnProcess(part, choice);
    return;
}
await Parts.Run(choice.Part, choice);
