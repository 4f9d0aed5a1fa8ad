using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Ownership;

/// <summary>Gives a record to another owner, with the records below it that have the same owner, form by form as chosen. Takes nothing from a third person.</summary>
internal sealed class Transfer : RecordAction
{
    public const string Along = "along";
    private const string Counts = "counts";

    public override string Key => "ownership.transfer";

    public override Words Label => ("转移", "Transfer");

    public override Words? Help => ("交给另一位负责人，可以连同下级记录一起。", "Gives it to another owner, if wanted with the records below it.");

    public override string Icon => "arrows-exchange";

    public override Operation Can => Operation.Assign;

    public override Words Done => ("已转移", "Transferred");

    /// <exception cref="FieldTypes.DefinitionError">Never for a form that stands.</exception>
    public static Transfer Of(Form form)
    {
        var below = OwnedBelow.Links(form).Select(l => l.Form).Distinct().ToList();
        List<FieldDefinition> fields =
        [
            new() { Key = "to", Type = "member", Label = ("新负责人", "New owner"), Required = true },
            new() { Key = "note", Type = "text", Label = ("说明", "Note"), Settings = new() { ["maxLength"] = JsonSerializer.SerializeToElement(200) } },
        ];
        if (below.Count > 0)
        {
            fields.Add(new() { Key = Counts, Type = "long_text", Label = ("数量", "Counts"), Hidden = true });
            fields.Add(new()
            {
                Key = "below", Type = "formula", Label = ("同一负责人的下级记录", "Records below it with the same owner"),
                Settings = new() { ["formula"] = JsonSerializer.SerializeToElement(Counts), ["result"] = JsonSerializer.SerializeToElement("text") },
            });
            fields.Add(new()
            {
                Key = Along, Type = "multi_select", Label = ("一并转移", "Along with it"), Help = ("只转移同一负责人的记录。", "Only records of the same owner go along."),
                Settings = new() { ["options"] = JsonSerializer.SerializeToElement(below.Select(f => new Option(f.Key, f.Label, "grey")), Apps.DefinitionJson.Options) },
            });
        }
        return new Transfer { Form = form, Ask = ActionQuestion.Build(form, "ownership.transfer", ("转移", "Transfer"), fields, []) };
    }

    internal override ValueTask<Problem?> Hinder(ActionRun run) => ValueTask.FromResult(run.Record[SystemFields.Owner] is not null ? null
        : Problem.Conflict("owner.nobody", ("这条记录没有负责人，请用“分配”。", "This record has no owner; assign it.")));

    /// <summary>How many records of each form could go along, so that nobody chooses blindly.</summary>
    internal override async ValueTask Begin(ActionRun run, Draft asked)
    {
        if (asked.Form.Find(Counts) is null || run.Record[SystemFields.Owner] is not long owner) return;
        var counts = new List<string>();
        foreach (var (form, count) in await OwnedBelow.Count(run.Session, Form, run.Record.Id, owner)) counts.Add($"{form.Label.In(run.Actor.Chinese)} {count.ToString(CultureInfo.InvariantCulture)}");
        asked.Set(Counts, counts.Count > 0 ? string.Join(run.Actor.Chinese ? "、" : ", ", counts) : run.Actor.Chinese ? "没有" : "None");
    }

    internal override async ValueTask Run(ActionRun run)
    {
        var (from, to) = ((long)run.Record[SystemFields.Owner]!, (long)run.Asked!["to"]!);
        if (from == to) throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), new FieldError("to", "owner.same", ("已经是负责人。", "Is the owner already."))).Exception();
        var handing = new Handing(OwnershipKind.Transfer, Note: run.Asked["note"] as string);
        var chosen = run.Asked.Form.Find(Along) is { } along ? run.Asked[along] as string[] ?? [] : [];
        foreach (var link in OwnedBelow.Links(Form).Where(l => chosen.Contains(l.Form.Key)).ToList())
            foreach (var id in await OwnedBelow.Ids(run.Session, link, run.Record.Id, from))
                await run.Save(Draft(link.Form, id, to, handing));
        await run.Save(Draft(Form, run.Record.Id, to, handing));
    }

    private static Draft Draft(Form form, long id, long to, Handing handing) => new Draft(form) { Id = id, ByAction = true, Handing = handing }.Set(SystemFields.Owner, to);
}
