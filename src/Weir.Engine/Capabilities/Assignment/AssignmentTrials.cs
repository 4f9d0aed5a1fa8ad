using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>What a rule did with a record, and when.</summary>
public sealed record AssignmentHit(DateTime At, string Rule, Words Label, AssignmentMode Mode, IReadOnlyList<long> Candidates, long? Chosen);

/// <summary>The same, with the record and what it is called.</summary>
public sealed record AssignmentLine(long Record, string Title, AssignmentHit Hit);

/// <summary>Asks what the rules have done and what they would do. Deals out nothing.</summary>
public sealed class AssignmentTrials(Database database, RecordQuery query, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Who would get each of the records, one after the other as if they came in now; null where no rule fits.</summary>
    /// <param name="tried">Settings of the capability as a definition writes them; null takes those in force.</param>
    /// <exception cref="ProblemException">NotFound to who may not assign; Invalid when the tried settings do not fit.</exception>
    public Task<IReadOnlyList<(long Id, Dealt? Dealt)>> DryRun(Actor actor, Form form, IReadOnlyList<long> ids, AssignmentTrigger trigger, JsonElement? tried = null, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        if (!access.Can(Operation.Assign) || (tried is { } settings ? Tried(form, settings) : Assignment.Book(form)) is not { } book) throw Problem.NotFound("assignment.none").Exception();
        var allowed = await RowCheck.Allowed(session, access, Operation.Assign, ids, Now);
        var read = await RecordRows.Read(session, form, [.. ids.Where(allowed.Contains)], lines: false);
        var linked = new LinkedRecords(session);
        var dealer = new Dealer(session, book, actor.Directory, Now);
        var hand = new Hand(trigger, null, [.. read.Keys]);
        var results = new List<(long Id, Dealt? Dealt)>();
        foreach (var id in ids)
            if (read.TryGetValue(id, out var record) && !record.Deleted) results.Add((id, await dealer.Deal(record, trigger, linked, actor, hand)));
        return (IReadOnlyList<(long Id, Dealt? Dealt)>)results;
    }, cancel);

    /// <summary>Which rules dealt with a record, newest first: for whoever may assign it.</summary>
    /// <exception cref="ProblemException">NotFound, Forbidden.</exception>
    public Task<IReadOnlyList<AssignmentHit>> Hits(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Read(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.Assign, id, Now);
        var rows = await AssignmentRows.Of(session, form.App.Schema, form.No, id, 50);
        return (IReadOnlyList<AssignmentHit>)[.. rows.Select(r => Told(form, r))];
    }, cancel);

    /// <summary>What the rules of a form did, newest first, with the records that the actor may assign; by one rule or by all.</summary>
    /// <returns>The lines, and before which one to go on; null when there are no more.</returns>
    /// <exception cref="ProblemException">NotFound to who may not assign.</exception>
    public Task<(IReadOnlyList<AssignmentLine> Lines, long? Next)> Log(Actor actor, Form form, string? rule = null, long? before = null, int limit = 50, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        if (!access.Can(Operation.Assign) || Assignment.Book(form) is null) throw Problem.NotFound("assignment.none").Exception();
        var rows = await AssignmentRows.Recent(session, form.App.Schema, form.No, rule, before, limit);
        var records = rows.Select(r => r.RecordId).Distinct().ToList();
        var allowed = await RowCheck.Allowed(session, access, Operation.Assign, records, Now);
        var titles = await query.Titles(session, actor, form, [.. records.Where(allowed.Contains)]);
        return ((IReadOnlyList<AssignmentLine>)[.. rows.Where(r => titles.ContainsKey(r.RecordId)).Select(r => new AssignmentLine(r.RecordId, titles[r.RecordId], Told(form, r)))], rows.Count < limit ? (long?)null : rows[^1].Id);
    }, cancel);

    private static AssignmentHit Told(Form form, AssignmentHitRow row) => new(row.At, row.Rule, Assignment.Book(form)?.Rules.FirstOrDefault(x => x.Key == row.Rule)?.Definition.Label ?? (row.Rule, row.Rule),
        Enum.Parse<AssignmentMode>(row.Mode), JsonSerializer.Deserialize<long[]>(row.Candidates) ?? [], row.ChosenId);

    private static AssignmentBook Tried(Form form, JsonElement settings)
    {
        try
        {
            return (AssignmentBook)new Assignment().Prepare(form, settings);
        }
        catch (FieldTypes.DefinitionError wrong)
        {
            throw Problem.Invalid(wrong.Code, wrong.Words).Exception();
        }
    }
}
