using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Finds the records which the key column of a file names, among those the person may see. Changes none.</summary>
internal static class KeyLookup
{
    /// <summary>What is looked up for a cell of the key column.</summary>
    /// <exception cref="ValueError">The cell cannot be a key.</exception>
    public static object? Value(ImportTarget key, SheetCell cell, Display display)
    {
        if (cell.IsEmpty || string.IsNullOrWhiteSpace(cell.Text)) return null;
        if (key.Field is { } field) return CellReading.Value(field, cell, display) is { } value ? field.KeyColumn is not null ? RecordRows.KeyOf(field, value) : field.Type.Store(field, value) : null;
        return long.TryParse(cell.Text.Trim().TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id
            : throw new ValueError("import.not_id", ("记录 ID 应是数字，请从导出的文件中取得。", "A record ID is a number; take it from an exported file."));
    }

    /// <summary>The records by key: several when the key is not unique.</summary>
    public static async ValueTask<ILookup<object, long>> Find(Session session, Actor actor, Form form, ImportTarget key, IReadOnlyCollection<object> values, DateTime now)
    {
        if (values.Count == 0) return Array.Empty<long>().ToLookup(id => (object)id);
        var joins = new JoinPlan();
        var column = key.Field is { } field ? field.KeyColumn ?? field.Column! : null;
        var by = column is null ? JoinPlan.Id(JoinPlan.Root) : new Operand(JoinPlan.Root, column.Name, column.Type, column.Scale);
        var where = Predicate.And(
            new Predicate.OneOf(by, [.. values]), new Predicate.Empty(joins.Operand(form[SystemFields.DeletedAt])),
            RowAccess.Predicate(FormAccess.Of(actor, form), Operation.View, new ConditionContext(actor, now, joins), JoinPlan.Root));
        var select = new Select(form.Table, JoinPlan.Root, [by, JoinPlan.Id(JoinPlan.Root)], joins.Joins, where, RowScope.Everything, []);
        var found = await session.Query(QueryWriter.Select(session.Dialect, select), r => (Key: r.Value(0, by.Type, by.Scale)!, Id: r.Long(1)));
        return found.ToLookup(f => f.Key, f => f.Id);
    }
}
