using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Engine.Conditions;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>A record that its owner would lose.</summary>
/// <param name="Present">When the rules in force take it back; null when they do not.</param>
public sealed record WouldLose(long Id, string Title, long Owner, string? Pool, string Reason, DateTime At, DateTime? Present);

/// <summary>What rules would take back up to a moment: the first rows by date, and how many each owner would lose in all.</summary>
public sealed record Simulation(IReadOnlyList<WouldLose> Rows, int Total, IReadOnlyList<(long Owner, int Count)> Owners);

public sealed partial class Recycling
{
    /// <summary>Whether an actor may simulate: administrators of the app, and who looks after a pool of the form.</summary>
    public static bool MaySimulate(Actor actor, Form form) =>
        Pool.Book(form) is { } book && (FormAccess.Of(actor, form).Everything || book.Pools.Any(p => p.HasAdmin(actor.Directory, form.App.Key, actor.MemberId)));

    /// <summary>Who would lose what up to a moment, by the rules in force or by others that are tried. Changes nothing. Looks at the records which the actor may see.</summary>
    /// <param name="tried">Settings of the capability as a definition writes them; null takes those in force.</param>
    /// <exception cref="ProblemException">NotFound to who may not; Invalid when the tried settings do not fit.</exception>
    public async Task<Simulation> Simulate(Actor actor, Form form, DateTime until, JsonElement? tried = null, int limit = 500, CancellationToken cancel = default)
    {
        if (!MaySimulate(actor, form)) throw Problem.NotFound("pool.none").Exception();
        var (present, book, now) = (Pool.Book(form)!, tried is { } settings ? Tried(form, settings) : Pool.Book(form)!, Now);
        var job = Actor.System("recycle", actor.Directory, quiet: true);
        var found = new List<WouldLose>();
        for (var after = 0L; ;)
        {
            var page = await database.Read(async session =>
            {
                var joins = new JoinPlan();
                var id = JoinPlan.Id(JoinPlan.Root);
                var where = Predicate.And(
                    new Predicate.Compare(id, Comparison.Greater, after), new Predicate.Empty(joins.Operand(form[SystemFields.Owner]), Not: true), new Predicate.Empty(joins.Operand(form[SystemFields.DeletedAt])));
                var next = await session.Query(QueryWriter.Select(session.Dialect, new Select(form.Table, JoinPlan.Root, [id], [], where, RowScope.Everything, [new Sort(id, Nullable: false)], Limit: 500)), r => r.Long(0));
                var read = await RecordRows.Read(session, form, next, lines: false);
                return next.Select(read.GetValueOrDefault).OfType<Record>().ToList();
            }, cancel);
            foreach (var record in page)
                if (book.DueOf(record, NoLinks, job, now) is { } due && due.At <= until)
                    found.Add(new(record.Id, "", (long)record[SystemFields.Owner]!, book.Taking(record, NoLinks, job, now)?.Key, due.Reason, due.At, present.DueOf(record, NoLinks, job, now)?.At));
            if (page.Count < 500) break;
            after = page[^1].Id;
        }
        var rows = found.OrderBy(f => f.At).ThenBy(f => f.Id).Take(limit).ToList();
        var titles = new Dictionary<long, string>();
        foreach (var some in rows.Chunk(500))
            foreach (var (id, title) in await database.Read(session => query.Titles(session, actor, form, [.. some.Select(r => r.Id)]), cancel)) titles[id] = title;
        return new([.. rows.Select(r => r with { Title = titles.GetValueOrDefault(r.Id, "") })], found.Count, [.. found.GroupBy(f => f.Owner).Select(g => (g.Key, g.Count())).OrderByDescending(g => g.Item2)]);
    }

    private static PoolBook Tried(Form form, JsonElement settings)
    {
        try
        {
            return (PoolBook)new Pool().Prepare(form, settings);
        }
        catch (FieldTypes.DefinitionError wrong)
        {
            throw Problem.Invalid(wrong.Code, wrong.Words).Exception();
        }
    }
}
