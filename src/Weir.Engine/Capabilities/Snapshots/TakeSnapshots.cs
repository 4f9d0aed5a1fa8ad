using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Nightly;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Engine.Capabilities.Snapshots;

/// <summary>Keeps each night how records stand. What was kept for a day stays as it is, also when the night is run again.</summary>
public sealed class TakeSnapshots : NightlyTask
{
    private const int AtOnce = 200;

    public override string Key => "snapshots";

    public override Words Label => ("保存每日快照", "Keep how things stand");

    /// <summary>A day's snapshot is how it begins, once what follows from the day has been computed.</summary>
    public override TimeOnly At => new(0, 30);

    /// <summary>The cursor is the number of the form that is done.</summary>
    internal override async Task<string?> Step(NightlyContext context, string? cursor, CancellationToken stop)
    {
        var done = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        if (context.TheApp.Forms.Where(f => f.No > done && Snapshots.Book(f) is not null).MinBy(f => f.No) is not { } form) return null;
        await Take(context.Platform.Query, context.Platform.Records, context.Actor, Snapshots.Book(form)!, DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(context.Now, context.Actor.Zone)), stop);
        return form.No.ToString(CultureInfo.InvariantCulture);
    }

    internal static async Task<int> Take(RecordQuery query, RecordStore records, Actor actor, SnapshotBook book, DateOnly day, CancellationToken stop)
    {
        var that = Condition.Compile(book.Form, new ConditionDefinition { Field = book.Day.Key, Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) });
        var kept = (await query.Groups(actor, new ListQuery(book.Form) { Where = that }, [(new FieldPath([], book.Key), DateBucket.None)], [(null, Aggregation.Count)], stop)).Select(g => g[0] as string).ToHashSet();
        var groups = await query.Groups(actor, new ListQuery(book.Of) { Where = book.Where }, [.. book.By.Select(b => (b.From, b.Bucket))], [.. book.Values.Select(v => (v.From, InsightRun.How(v.How)))], stop);
        var drafts = groups.Select(g => Draft(book, day, g)).Where(d => !kept.Contains(d.Values[book.Key.Key] as string)).ToList();
        foreach (var some in drafts.Chunk(AtOnce))
            foreach (var (_, problem) in await records.SaveMany(actor, some, stop))
                if (problem is not null) throw problem.Exception();
        return drafts.Count;
    }

    private static Draft Draft(SnapshotBook book, DateOnly day, IReadOnlyList<object?> group)
    {
        var draft = new Draft(book.Form) { ByAction = true }.Set(book.Day.Key, day)
            .Set(book.Key.Key, string.Join('|', group.Take(book.By.Count).Prepend(day).Select(k => k is DateOnly date ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : System.Convert.ToString(k, CultureInfo.InvariantCulture))));
        foreach (var (i, (to, from, bucket)) in book.By.Index()) draft.Set(to.Key, bucket == DateBucket.None ? from.Field.Type.Read(from.Field, group[i]) : group[i]);
        foreach (var (i, (to, _, _)) in book.Values.Index()) draft.Set(to.Key, group[book.By.Count + i] as decimal? ?? 0m);
        return draft;
    }
}
