using System.Runtime.CompilerServices;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>How many records a member has that count, and whether one more is too many. One member's changes go one after the other, so that two cannot both be the last.</summary>
internal static class Holding
{
    public const string Code = "HOLDING_CAP";

    /// <summary>What a transaction that saves many has given to each member so far: its own rows are not written yet.</summary>
    private static readonly ConditionalWeakTable<LinkedRecords, Dictionary<(Form, long), int>> Given = [];

    /// <summary>What members had when such a transaction first asked.</summary>
    private static readonly ConditionalWeakTable<LinkedRecords, Dictionary<(Form, long), int>> Counted = [];

    /// <summary>Keeps other transactions from judging the same member's holdings and claims until this one ends.</summary>
    public static ValueTask Take(Session session, Form form, long member) => session.Exclude(unchecked((member << 10) + form.No) | long.MinValue);

    public static async ValueTask<int> Count(Session session, PoolBook book, Directory directory, long member, DateTime now)
    {
        var joins = new JoinPlan();
        var where = new List<Predicate>
        {
            new Predicate.Compare(joins.Operand(book.Form[SystemFields.Owner]), Comparison.Equal, member), new Predicate.Empty(joins.Operand(book.Form[SystemFields.DeletedAt])),
        };
        if (!book.Counts.IsAlways) where.Add(book.Counts.Bind(new ConditionContext(Actor.System("pool", directory), now, joins)));
        var select = new Select(book.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, Predicate.And(where), RowScope.Everything, []);
        return (int)await session.Count(QueryWriter.CappedCount(session.Dialect, select, 100_000));
    }

    /// <summary>How many more a member may have besides what the transaction gives; null without a limit. Takes no lock: whoever saves is judged again.</summary>
    public static async ValueTask<int?> Room(Session session, PoolBook book, Record record, long member, LinkedRecords linked, Actor actor, DateTime now)
    {
        if (book.Taking(record, linked, actor, now)?.Cap(actor.Directory, book.Form.App.Key, member) is not (> 0 and var cap)) return null;
        var counted = Counted.GetOrCreateValue(linked);
        if (!counted.TryGetValue((book.Form, member), out var has)) counted[(book.Form, member)] = has = await Count(session, book, actor.Directory, member, now);
        return Math.Max(0, cap - has);
    }

    /// <summary>Null when the member may have the record of the unit.</summary>
    public static async ValueTask<Problem?> Refuses(SaveUnit unit, PoolBook book, long member)
    {
        if (book.Taking(unit.Record, unit.Linked, unit.Actor, unit.Now)?.Cap(unit.Actor.Directory, unit.Form.App.Key, member) is not (> 0 and var cap)) return null;
        if (!RuleBook.Holds(book.Counts, unit.Record, unit.Linked, unit.Actor, unit.Now)) return null;
        var given = Given.GetOrCreateValue(unit.Linked);
        if (!given.TryGetValue((unit.Form, member), out var has))
        {
            await Take(unit.Session, unit.Form, member);
            has = await Count(unit.Session, book, unit.Actor.Directory, member, unit.Now);
        }
        if (has >= cap) return Full(unit.Actor, unit.Form, member, cap);
        given[(unit.Form, member)] = has + 1;
        return null;
    }

    public static Problem Full(Actor actor, Form form, long member, int cap) => member == actor.MemberId
        ? Problem.Conflict(Code, ($"你名下的“{form.Label.Zh}”已达上限 {cap} 条，请先处理或退回一些。", $"You already hold {cap} in '{form.Label.En}', the most allowed. Finish or return some first."))
        : Problem.Conflict(Code, ($"对方名下的“{form.Label.Zh}”已达上限 {cap} 条。", $"This member already holds {cap} in '{form.Label.En}', the most allowed."));
}
