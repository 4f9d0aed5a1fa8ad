using System.Runtime.CompilerServices;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Rules;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>Asks the checks which hold only when all that a transaction brings about has happened, such as parts that are made one after the other and must add up. Asks no other rule.</summary>
/// <remarks>The records are locked, so of two transactions the second finds what the first has done. What was broken before stays as it is: nobody could mend it otherwise.</remarks>
internal static class Closing
{
    private static readonly ConditionalWeakTable<Session, Dictionary<(Form Form, long Id), Touch>> Waiting = [];

    /// <summary>A record as it was when the transaction began, and who of those that changed it is a person.</summary>
    private sealed record Touch(Record? Before, Actor? By);

    /// <summary>Forgets what an attempt that failed has left.</summary>
    public static void Begin(Session session) => Waiting.Remove(session);

    public static void Note(Session session, Actor actor, IReadOnlyList<Ripple> ripples)
    {
        foreach (var ripple in ripples)
        {
            if (!ripple.After.Form.Rules.Any(IsLast)) continue;
            var waiting = Waiting.GetOrCreateValue(session);
            var key = (ripple.After.Form, ripple.After.Id);
            var known = waiting.GetValueOrDefault(key) ?? new(ripple.Before, null);
            waiting[key] = known with { By = known.By ?? (actor.IsSystem ? null : actor) };
        }
    }

    /// <exception cref="ProblemException">Invalid, with what the rule says.</exception>
    public static async ValueTask Check(Session session, DateTime now)
    {
        if (!Waiting.TryGetValue(session, out var waiting)) return;
        Waiting.Remove(session);
        foreach (var same in waiting.Where(w => w.Value.By is not null).GroupBy(w => w.Key.Form))
        {
            var rules = same.Key.Rules.Where(IsLast).ToList();
            var after = await RecordRows.Read(session, same.Key, [.. same.Select(w => w.Key.Id)], lines: same.Key.LineFields.Count > 0, locked: true);
            foreach (var (key, (before, by)) in same)
                if (after.GetValueOrDefault(key.Id) is { Deleted: false } record) await Check(session, rules, before, record, by!, now);
        }
    }

    private static async ValueTask Check(Session session, IReadOnlyList<Rule> rules, Record? before, Record after, Actor actor, DateTime now)
    {
        var linked = new LinkedRecords(session);
        await linked.Load(before is null ? [after] : [after, before], RecordFormulas.Ways(after.Form));
        var broken = rules.Where(r => Broken(r, after) && !(before is { Deleted: false } && Broken(r, before))).ToList();
        if (broken.Count == 0) return;
        var access = FormAccess.Of(actor, after.Form);
        throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), [.. broken.Select(r => new FieldError("", "rule.check", RuleMessage.Of(r, after, linked, access, now)))]).Exception();

        bool Broken(Rule rule, Record record) => RuleBook.Holds(rule.When, record, linked, actor, now) && !RecordFormulas.Check(rule.Formula!, record, linked, actor, now);
    }

    private static bool IsLast(Rule rule) => rule is { Kind: RuleKind.Check, Formula: not null, Definition.AtEnd: true };
}
