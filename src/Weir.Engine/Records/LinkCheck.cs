using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Rules;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>Checks new links: the record exists, the actor may see it, the field's filter lets it in, and a form that links to itself makes no circle.</summary>
internal static class LinkCheck
{
    private const int LongestChain = 100;

    /// <summary>A link that the save would make: at a field of the record or of one of its lines.</summary>
    /// <param name="Target">Null when there is no such form.</param>
    internal readonly record struct NewLink(Record Record, Field Field, string Name, Form? Target, IReadOnlyList<long> Ids);

    public static async ValueTask Run(SaveUnit unit)
    {
        foreach (var link in New(unit))
        {
            if (link.Target is not { } target) unit.Refuse(link.Name, "link.no_form", ("不能关联这种记录。", "Records of this kind cannot be linked."));
            else if (!await MaySee(unit, link))
                unit.Refuse(link.Name, "link.not_found", NotFound(link.Field));
            else if (target == link.Record.Form && link.Record.Id != 0 && link.Field.Type.LinkedForm(link.Field) is not null && await MakesCircle(unit, link.Record.Id, link.Field, link.Ids[0]))
                unit.Refuse(link.Name, "link.circle", ($"“{link.Field.Label.Zh}”会形成循环。", $"'{link.Field.Label.En}' would make a circle."));
        }
    }

    /// <summary>Takes out of a record what the actor chose without being able to see it, before anything is read through it: a preview must not tell what stands there.</summary>
    public static async ValueTask DropUnseen(SaveUnit unit)
    {
        if (unit.Actor.IsSystem) return;
        foreach (var link in New(unit).Where(l => l.Target is not null).ToList())
        {
            var seen = await Visible(unit.Session, unit.Actor, unit.Now, link.Field, link.Target!, link.Ids, filtered: false);
            if (!link.Ids.Except(seen).Any()) continue;
            link.Record[link.Field] = null;
            unit.Refuse(link.Name, "link.not_found", NotFound(link.Field));
        }
    }

    private static Words NotFound(Field field) => ($"“{field.Label.Zh}”所选的记录不存在、不可见或不符合条件。", $"The record chosen for '{field.Label.En}' does not exist, is not visible to you or does not fit.");

    /// <summary>All links that the stored record does not have yet.</summary>
    internal static IEnumerable<NewLink> New(SaveUnit unit)
    {
        foreach (var field in unit.Form.Live)
            if (!field.System)
                foreach (var link in New(unit.Record, unit.Before, field, field.Key)) yield return link;
        foreach (var lines in unit.Form.LineFields)
            for (var i = 0; i < unit.Record.Lines(lines).Count; i++)
                foreach (var column in lines.Lines!.Live)
                {
                    var line = unit.Record.Lines(lines)[i];
                    if (line[column] is null) continue;
                    var before = unit.Before?.Lines(lines).FirstOrDefault(l => l.Id == line.Id && l.Id != 0);
                    foreach (var link in New(line, before, column, $"{lines.Key}[{i}].{column.Key}")) yield return link;
                }
    }

    private static IEnumerable<NewLink> New(Record record, Record? before, Field field, string name)
    {
        if (record[field] is not { } value || before is not null && field.Type.Same(before[field], value)) return [];
        var references = field.Type.References(field, value);
        // Most fields hold no links at all, and this is asked of every one of them.
        return references is IReadOnlyCollection<RecordRef> { Count: 0 } ? [] : New(record, before, field, name, references);
    }

    private static IEnumerable<NewLink> New(Record record, Record? before, Field field, string name, IEnumerable<RecordRef> references)
    {
        var known = before is null ? [] : field.Type.References(field, before[field]).ToHashSet();
        return references.Where(r => !known.Contains(r)).GroupBy(r => r.Form)
            .Select(g => new NewLink(record, field, name, field.Form.App.Find(g.Key), [.. g.Select(r => r.Id).Distinct()]));
    }

    private static async ValueTask<bool> MaySee(SaveUnit unit, NewLink link)
    {
        var asked = LooksAtRecord(link.Field) ? null : unit.Batch?.Visible(link.Field, link.Target!);
        var seen = asked ?? (await Visible(unit.Session, unit.Actor, unit.Now, link.Field, link.Target!, link.Ids, unit.Record, filtered: !unit.Draft.ByAction, all: unit.Draft.ByAction)).ToHashSet();
        return link.Ids.All(seen.Contains);
    }

    /// <summary>Whether the filter of the field compares with values of the record that holds the link.</summary>
    internal static bool LooksAtRecord(Field field) => LooksAtRecord(field.Type.LinkFilter(field));

    private static bool LooksAtRecord(ConditionDefinition? filter) => filter is not null
        && ((filter.All ?? []).Concat(filter.Any ?? []).Any(LooksAtRecord) || filter.Value is { ValueKind: System.Text.Json.JsonValueKind.String } value && value.GetString() is ['{', ..]);

    /// <summary>Those of the records that exist, that the actor may see and that the field lets in.</summary>
    /// <param name="host">The record that holds the link, for filters that look at it.</param>
    /// <param name="filtered">Asks the filter of the field.</param>
    /// <param name="all">Asks for no rights: an action links what its author says.</param>
    internal static async ValueTask<List<long>> Visible(Session session, Actor actor, DateTime now, Field field, Form target, IReadOnlyList<long> ids, Record? host = null, bool filtered = true, bool all = false)
    {
        var joins = new JoinPlan();
        var context = new ConditionContext(actor, now, joins, host is null ? null : key => RuleBook.Stored(host, key));
        var where = new List<Predicate>
        {
            new Predicate.OneOf(JoinPlan.Id(JoinPlan.Root), [.. ids.Cast<object>()]),
            new Predicate.Empty(joins.Operand(target[SystemFields.DeletedAt])),
        };
        if (!actor.IsSystem && !all) where.Add(RowAccess.Predicate(FormAccess.Of(actor, target), Operation.View, context, JoinPlan.Root));
        if (filtered && field.Type.LinkFilter(field) is { } filter) where.Add(Condition.Compile(target, filter).Bind(context));
        var select = new Select(target.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, Predicate.And(where), RowScope.Everything, [], Limit: ids.Count);
        var seen = await session.Query(QueryWriter.Select(session.Dialect, select), r => r.Long(0));
        if (session.ReadOnly || !Dependents.Hangs(field)) return seen;
        return [.. await FormRows.Hold(session, target.Table, seen, SystemFields.DeletedAt)];
    }

    private static async ValueTask<bool> MakesCircle(SaveUnit unit, long id, Field link, long next)
    {
        long? at = next;
        for (var step = 0; at is { } here; step++)
        {
            if (here == id || step > LongestChain) return true;
            at = (await RecordRows.Read(unit.Session, link.Form, here, lines: false))?[link] as long?;
        }
        return false;
    }
}
