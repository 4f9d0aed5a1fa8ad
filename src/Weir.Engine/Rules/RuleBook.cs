using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Engine.Rules;

/// <summary>Applies the show, require, lock and option rules of a form to a record; the one evaluator for typing, saving, importing and the API.</summary>
internal static class RuleBook
{
    /// <param name="viewer">For showing only: rules that look at what this actor may not read are left out, so that their effect tells nothing. A save takes all.</param>
    public static FormState Evaluate(Record record, LinkedRecords linked, Actor actor, DateTime now, FormAccess? viewer = null)
    {
        var state = new FormState();
        foreach (var rule in record.Form.Rules)
        {
            if (rule.Kind is RuleKind.Fill or RuleKind.Check || viewer is not null && !Known(rule, viewer)) continue;
            // Which options remain matters to a save only where one was chosen.
            if (viewer is null && rule.Kind == RuleKind.Options && rule.Fields.All(p => p.Field.Form == record.Form && record[p.Field] is null)) continue;
            var holds = Holds(rule.When, record, linked, actor, now);
            foreach (var field in rule.Fields.Select(p => p.Field))
            {
                switch (rule.Kind)
                {
                    case RuleKind.Show:
                        state.Show(field, holds);
                        if (!holds && rule.Definition.HiddenValue == HiddenValue.Clear) state.Cleared.Add(field);
                        break;
                    case RuleKind.Require when holds:
                        state.Require(field);
                        break;
                    case RuleKind.ReadOnly when holds:
                        state.Lock(field, rule.Definition.Message is null ? null : RuleMessage.Of(rule, record, linked, viewer ?? FormAccess.Of(actor, record.Form), now));
                        break;
                    case RuleKind.Options when holds:
                        state.Limit(field, rule.Definition.Options ?? []);
                        break;
                }
            }
        }
        if (record.Version > 0)
            foreach (var field in record.Form.ChosenOnce) state.Lock(field, null);
        return state;
    }

    /// <summary>Whether the actor may read everything that the rule looks at.</summary>
    public static bool Known(Rule rule, FormAccess viewer) => viewer.Everything
        || rule.When.Paths.Concat(rule.Formula?.References.Select(viewer.Form.Path).OfType<FieldPath>() ?? []).All(p => RecordQuery.Reads(viewer, p));

    /// <summary>Decides a condition for a record in memory; what it reads through links must have been loaded.</summary>
    public static bool Holds(Condition condition, Record record, LinkedRecords linked, Actor actor, DateTime now)
    {
        if (condition.IsAlways) return true;
        var joins = new JoinPlan();
        var predicate = condition.Bind(new ConditionContext(actor, now, joins, key => Stored(record, key)));
        return PredicateTest.Holds(predicate, operand =>
            linked.Follow(record, joins.Way(operand.Alias)) is { } at ? Stored(at, operand.Column.Value) : null);
    }

    public static object? Stored(Record record, string key)
    {
        if (key == "id") return record.Id == 0 ? null : record.Id;
        return record.Form.Find(key) is { Column: not null } field ? field.Type.Store(field, record[field]) : null;
    }
}
