using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Grading;

/// <summary>How many records would go from one grade to another; null is none.</summary>
public sealed record GradeMove(string? From, string? To, int Count);

/// <summary>A record whose grade would be another.</summary>
public sealed record Regraded(long Id, string Title, string? From, string? To, decimal Was, decimal Now);

/// <summary>What another table of criteria would do with the newest records.</summary>
/// <param name="Looked">So many were looked at.</param>
/// <param name="More">There are older ones, which were not.</param>
/// <param name="Scores">Of how many the points would be others.</param>
/// <param name="Ready">How many would newly be worth going on with.</param>
/// <param name="Moves">The largest first.</param>
/// <param name="Rows">The first of those whose grade changes.</param>
public sealed record GradingTried(int Looked, bool More, int Scores, int Ready, IReadOnlyList<GradeMove> Moves, IReadOnlyList<Regraded> Rows)
{
    public int Changed => Moves.Sum(m => m.Count);
}

/// <summary>Reckons what criteria that are not published would make of the stored records. Changes nothing, and looks at a bounded number of them.</summary>
public sealed class GradingTrials(Database database, RecordQuery query, TimeProvider clock)
{
    /// <summary>The newest so many are looked at: enough to judge by, and as quick with a million records as with a thousand.</summary>
    public const int Most = 2000;

    private const int MostRows = 20;

    /// <param name="tried">Settings of the capability as a definition writes them.</param>
    /// <param name="among">Which records are looked at; null takes all.</param>
    /// <exception cref="ProblemException">NotFound to who does not see everything; Invalid when the tried settings do not fit.</exception>
    public async Task<GradingTried> Try(Actor actor, Form form, JsonElement tried, ConditionDefinition? among = null, CancellationToken cancel = default)
    {
        if (!FormAccess.Of(actor, form).Everything || Grading.Book(form) is not { } present) throw Problem.NotFound("grading.none").Exception();
        var (draft, where) = Read(form, tried, among);
        var (now, job) = (clock.GetUtcNow().UtcDateTime, Actor.System("publish", actor.Directory, quiet: true));
        var moves = new Dictionary<(string?, string?), int>();
        var rows = new List<Regraded>();
        var (looked, scores, ready, more) = (0, 0, 0, false);
        for (string? after = null; looked < Most;)
        {
            var page = await query.List(actor, new ListQuery(form) { Columns = [new FieldPath([], form.Title)], Where = where, Limit = RecordQuery.MostRows, After = after }, cancel);
            var records = await database.Read(session => RecordRows.Read(session, form, [.. page.Rows.Select(r => r.Id)], lines: false), cancel);
            foreach (var (row, record) in page.Rows.Select(r => (r, records.GetValueOrDefault(r.Id))))
                if (record is not null) Look(row, record);
            more = page.Next is not null;
            if (!more) break;
            after = page.Next;
        }
        return new(looked, more, scores, ready, [.. moves.Select(m => new GradeMove(m.Key.Item1, m.Key.Item2, m.Value)).OrderByDescending(m => m.Count)], rows);

        void Look(ListRow row, Record record)
        {
            looked++;
            var (was, wasReady) = Weigh(present, record);
            var (then, thenReady) = Weigh(draft, record);
            if (was != then) scores++;
            if (thenReady && !wasReady && record[Grading.Ready] is null) ready++;
            var (from, to) = (present.GradeOf(was), draft.GradeOf(then));
            if (from == to) return;
            moves[(from, to)] = moves.GetValueOrDefault((from, to)) + 1;
            if (rows.Count < MostRows) rows.Add(new(record.Id, form.Title.Type.Text(form.Title, row.Values[0], new Display(actor.Chinese, actor.Directory, now)), from, to, was, then));
        }

        // As a save would: whether a record is worth going on with may depend on its grade.
        (decimal Score, bool Ready) Weigh(GradingBook book, Record record)
        {
            var links = new LinkedRecords(null!);
            var score = book.Total(book.Points(record, links, job, now).Select(p => p.Points));
            (record[book.Score], record[book.Grade]) = (score, book.GradeOf(score));
            return (score, book.IsReady(record, links, job, now));
        }
    }

    private static (GradingBook Draft, Condition Where) Read(Form form, JsonElement tried, ConditionDefinition? among)
    {
        try
        {
            return (new GradingBook(form, Grading.Settings(form, tried), tried: true), Condition.Compile(form, among));
        }
        catch (DefinitionError wrong)
        {
            throw Problem.Invalid(wrong.Code, wrong.Words).Exception();
        }
    }
}
