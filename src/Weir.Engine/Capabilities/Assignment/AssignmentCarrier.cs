using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>Deals out what has come into a pool or has waited for working hours, in the transaction that takes the letter: once, however many processes there are.</summary>
public sealed class AssignmentCarrier(Database database, AppStore apps, RecordStore records, RecordIds ids, Func<Directory> people, TimeProvider clock) : Carrier
{
    public override string Kind => AssignmentLetter.Kind;

    public override async Task Carry(Letter letter, CancellationToken cancel)
    {
        var deal = AssignmentLetter.Read(letter.Row.Payload);
        var app = apps.Current.Values.FirstOrDefault(a => a.Schema == letter.Place);
        // An app or a form that is gone takes its records with it; the letter is given up in time.
        var form = app?.FormNo(deal.FormNo) ?? throw new InvalidOperationException("The form of these records is not here.");
        if (deal.Records.Count == 0 || Assignment.Book(form)?.DealsOn(deal.Trigger) != true)
        {
            await database.Write(letter.Finish, cancel);
            return;
        }
        try
        {
            var drafts = Hand.Drafts(form, deal.Trigger, [.. deal.Records.Select(r => (r.Id, r.From))]);
            await records.SaveMany(Actor.System("assignment", people()), drafts, (session, _) => letter.Finish(session), cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Invalid or ProblemKind.Conflict && refused.Problem.Code != RecordStore.Changed.Code)
        {
            // What one of them would bring about elsewhere is refused: the halves go on by themselves, until it stands alone and stays where it is.
            await database.Write(async session =>
            {
                await letter.Finish(session);
                if (deal.Records.Count == 1) return;
                foreach (var half in deal.Records.Chunk((deal.Records.Count + 1) / 2)) await (deal with { Records = half }).Send(session, app, ids, clock.GetUtcNow().UtcDateTime);
            }, cancel);
        }
    }
}
