using System.Globalization;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records.Merging;

/// <summary>Finds what names certain records, in whatever form and field, and makes it name another. Asks for no rights.</summary>
internal static class Links
{
    private const int Most = 20_000;

    /// <summary>By form the records that name one of these, also those in the recycle bin; the records themselves are not among them.</summary>
    /// <exception cref="ProblemException">There are too many to be moved in one go.</exception>
    public static async ValueTask<IReadOnlyList<(Form Form, IReadOnlyList<long> Ids)>> To(Session session, Form form, IReadOnlyCollection<long> ids)
    {
        var all = new List<(Form, IReadOnlyList<long>)>();
        var count = 0;
        foreach (var other in form.App.Forms)
        {
            var found = new HashSet<long>();
            foreach (var field in other.Stored.Where(f => Names(f, form))) found.UnionWith(await Naming(session, field, JoinPlan.Id(JoinPlan.Root), form, ids));
            foreach (var lines in other.LineFields)
                foreach (var column in lines.Lines!.Stored.Where(f => Names(f, form)))
                    found.UnionWith(await Naming(session, column, new Operand(JoinPlan.Root, "record_id", Sql.Schema.ColumnType.Id), form, ids));
            if (other == form) found.ExceptWith(ids);
            if ((count += found.Count) > Most) throw Problem.Invalid("merge.too_many", ($"关联的记录超过 {Most} 条，请先分批处理。", $"More than {Most:N0} records are linked with them; deal with those in parts first.")).Exception();
            if (found.Count > 0) all.Add((other, [.. found.Order()]));
        }
        return all;
    }

    /// <summary>Makes every link of the record to one of these lead to another, and says which it were.</summary>
    public static bool Move(Record record, Form form, IReadOnlyCollection<long> from, long to, List<MovedLink> moves)
    {
        var before = moves.Count;
        foreach (var field in record.Form.Stored.Where(f => Names(f, form)))
            foreach (var old in Replace(record, field, form, from, to, self: record.Form == form ? record.Id : 0)) moves.Add(new(record.Form.No, record.Id, null, 0, field.Key, old));
        foreach (var lines in record.Form.LineFields)
            foreach (var column in lines.Lines!.Stored.Where(f => Names(f, form)))
                foreach (var line in record.Lines(lines))
                    foreach (var old in Replace(line, column, form, from, to, self: 0)) moves.Add(new(record.Form.No, record.Id, lines.Key, line.Id, column.Key, old));
        return moves.Count > before;
    }

    /// <summary>Makes a link lead back to where it led before, unless somebody has changed it since.</summary>
    public static bool MoveBack(Record record, Form form, MovedLink link, long survivor)
    {
        var holder = link.Lines is null ? record : record.Form.Find(link.Lines) is { Lines: not null } lines ? record.Lines(lines).FirstOrDefault(l => l.Id == link.Line) : null;
        return holder?.Form.Find(link.Field) is { } field && Names(field, form)
            && (holder[field] is null && record.Form == form && record.Id == survivor ? Set(holder, field, form, link.From) : Replace(holder, field, form, [survivor], link.From, self: 0).Count > 0);
    }

    private static bool Set(Record record, Field field, Form form, long to)
    {
        record[field] = field.Type.LinkedForm(field) is not null ? to : new RecordRef(form.Key, to);
        return true;
    }

    private static IReadOnlyList<long> Replace(Record record, Field field, Form form, IReadOnlyCollection<long> from, long to, long self)
    {
        switch (record[field])
        {
            case long one when from.Contains(one):
                // Nothing is its own parent.
                record[field] = to == self ? null : to;
                return [one];
            case RecordRef named when named.Form == form.Key && from.Contains(named.Id):
                record[field] = new RecordRef(form.Key, to);
                return [named.Id];
            case long[] many when many.Any(from.Contains):
                record[field] = many.Select(id => from.Contains(id) ? to : id).Distinct().ToArray();
                return [.. many.Where(from.Contains)];
            default:
                return [];
        }
    }

    private static bool Names(Field field, Form form) => field is { System: false, Column: not null, Type.Computed: false } && field.Type.LinkedForm(field) is { } linked ? linked == form.Key
        : !field.System && field.Column is not null && (field.Type.IsReference || field.Type.Kind(field) == ValueKind.Many && field.Type.References(field, new long[] { 1 }).Any(r => r.Form == form.Key));

    private static async ValueTask<List<long>> Naming(Session session, Field field, Operand holder, Form form, IReadOnlyCollection<long> ids)
    {
        var at = new Operand(JoinPlan.Root, field.Column!.Name, field.Column.Type);
        Predicate where = field.Type.Kind(field) == ValueKind.Many ? new Predicate.Any([.. ids.Select(id => new Predicate.Holds(at, id.ToString(CultureInfo.InvariantCulture)))])
            : new Predicate.OneOf(at, [.. ids.Select(id => field.Type.LinkedForm(field) is not null ? (object)id : new RecordRef(form.Key, id).ToString())]);
        return await session.Query(QueryWriter.Select(session.Dialect, new Select(field.Form.Table, JoinPlan.Root, [holder], [], where, RowScope.Everything, [], Limit: Most + 1)), r => r.Long(0));
    }
}
