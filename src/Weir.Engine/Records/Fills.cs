using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Rules;
using Weir.Sql.Query;

namespace Weir.Engine.Records;

/// <summary>Runs the fill rules (数据联动): when the selecting link or the searched-for value changed, fields are fetched from the other record.</summary>
internal static class Fills
{
    public static async ValueTask Apply(SaveUnit unit)
    {
        foreach (var rule in unit.Form.Rules.Where(r => r.Kind == RuleKind.Fill))
        {
            if (rule.Link is { InLines: true } column) await FillLines(unit, rule, column);
            else if (rule.Link is { } link) await FillFromLink(unit, rule, link.Field);
            else await FillFromSearch(unit, rule);
        }
    }

    private static async ValueTask FillFromLink(SaveUnit unit, Rule rule, Field link)
    {
        if (!unit.HasChanged(link) || unit.Record[link] is null) return;
        await unit.Linked.Load([unit.Record], [[link]]);
        if (unit.Linked.Follow(unit.Record, [link]) is { } source && Holds(unit, rule)) Copy(unit, rule, source, await Masked(unit, source));
    }

    private static async ValueTask FillFromSearch(SaveUnit unit, Rule rule)
    {
        var own = HostFields(rule.Definition.Where).Select(unit.Form.Find).OfType<Field>().ToList();
        if (own.Count == 0 || !own.Any(unit.HasChanged) || own.Any(f => unit.Record[f] is null) || !Holds(unit, rule)) return;
        var joins = new JoinPlan();
        var where = rule.Where!.Bind(new ConditionContext(unit.Actor, unit.Now, joins, key => RuleBook.Stored(unit.Record, key)));
        var live = new Predicate.Empty(joins.Operand(rule.Source![SystemFields.DeletedAt]));
        var newest = new Select(rule.Source.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root)], joins.Joins, Predicate.And(where, live), RowScope.Everything,
            [new Sort(JoinPlan.Id(JoinPlan.Root), Descending: true, Nullable: false)], Limit: 1);
        var ids = await unit.Session.Query(QueryWriter.Select(unit.Session.Dialect, newest), r => r.Long(0));
        if (ids.Count > 0 && await RecordRows.Read(unit.Session, rule.Source, ids[0], lines: false) is { } source) Copy(unit, rule, source, await Masked(unit, source));
    }

    private static async ValueTask FillLines(SaveUnit unit, Rule rule, FieldPath column)
    {
        var holder = column.Via[^1];
        var before = unit.Before?.Lines(holder).ToDictionary(l => l.Id) ?? [];
        var lines = unit.Record.Lines(holder).Where(l => l[column.Field] is not null && !(before.TryGetValue(l.Id, out var b) && column.Field.Type.Same(b[column.Field], l[column.Field]))).ToList();
        if (lines.Count == 0 || !Holds(unit, rule)) return;
        await unit.Linked.Load(lines, [[column.Field]]);
        foreach (var line in lines)
            if (unit.Linked.Follow(line, [column.Field]) is { } source && await Masked(unit, source) is var masked)
                foreach (var (to, from) in rule.Map)
                    if (!masked.Contains(from.Key) && (rule.Definition.Overwrite || line[to] is null || Untouched(line, to)))
                        line[to] = Converted(unit, from, source[from], to);

        // What the line had from the former record goes with it, unless somebody has typed over it now.
        bool Untouched(Record line, Field to) => before.TryGetValue(line.Id, out var b) && to.Type.Same(b[to], line[to]);
    }

    /// <summary>What the actor may see of the record but not read: to take it over would be reading it.</summary>
    private static async ValueTask<IReadOnlySet<string>> Masked(SaveUnit unit, Record source)
    {
        var access = FormAccess.Of(unit.Actor, source.Form);
        return access.RowMasked.Count == 0 || unit.Draft.ByAction || await RowCheck.IsOpen(unit.Session, access, source.Id, unit.Now) ? new HashSet<string>() : access.RowMasked;
    }

    private static void Copy(SaveUnit unit, Rule rule, Record source, IReadOnlySet<string> masked)
    {
        foreach (var (to, from) in rule.Map)
        {
            if (masked.Contains(from.Key)) continue;
            var typed = unit.Draft.Values.TryGetValue(to.Key, out var mine) && mine is not null;
            if (rule.Definition.Overwrite || !typed && (!unit.Creating || unit.Record[to] is null || source[from] is not null && Began(to))) unit.Record[to] = Converted(unit, from, source[from], to);
        }

        // What a new record merely begins with says less than the record that was chosen.
        bool Began(Field to) => to.Type.Same(unit.Record[to], Defaults.Constant(to, unit.Actor, unit.Now));
    }

    /// <summary>The same kind of value is taken over; another goes through what a formula would make of it.</summary>
    private static object? Converted(SaveUnit unit, Field from, object? value, Field to)
    {
        if (value is null) return null;
        if (from.Type == to.Type) return value;
        var plain = from.Type.ForFormula(from, value);
        return plain is null ? null : to.Type.FromFormula(to, plain);
    }

    private static bool Holds(SaveUnit unit, Rule rule) => RuleBook.Holds(rule.When, unit.Record, unit.Linked, unit.Actor, unit.Now);

    private static IEnumerable<string> HostFields(ConditionDefinition? d) => d is null ? []
        : (d.All ?? []).Concat(d.Any ?? []).SelectMany(HostFields).Concat(
            d.Value is { ValueKind: System.Text.Json.JsonValueKind.String } v && v.GetString() is ['{', .. var key, '}'] ? [key] : []);
}
