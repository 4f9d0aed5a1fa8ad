using Weir.Engine.Exchange.Sheets;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Sql.Schema;

namespace Weir.Engine.Exchange;

/// <summary>How a field looks as a column of a sheet: format and width. Says nothing about its values.</summary>
internal static class FieldColumn
{
    private const int CentScale = 2;

    public static SheetColumn Of(Field field, string title) => new(title) { Format = Format(field), Width = Math.Clamp(field.Type.Width / 8.0, 10, 40) };

    private static SheetFormat Format(Field field) => field.Type.Kind(field) switch
    {
        ValueKind.Number => field.Column is { Type: ColumnType.Decimal, Scale: CentScale } ? SheetFormat.Money : SheetFormat.Number(),
        ValueKind.Date => SheetFormat.Date,
        ValueKind.Moment => SheetFormat.Moment,
        ValueKind.YesNo => SheetFormat.Bool,
        _ => SheetFormat.Text,
    };
}
