using System.Globalization;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas.Syntax;

namespace Weir.Engine.Exchange.Imports;

/// <summary>The value of a field from a cell of a sheet: through the words that the field type reads, so that a typed cell and a written one mean the same.</summary>
internal static class CellReading
{
    /// <summary>Null for an empty cell.</summary>
    /// <exception cref="ValueError">The cell does not say a value of this field.</exception>
    public static object? Value(Field field, SheetCell cell, Display display)
    {
        if (cell.Kind == SheetCellKind.Error) throw new ValueError("import.cell_error", ($"单元格是错误值 {cell.Text}，请先改正公式。", $"The cell holds the error {cell.Text}; correct its formula first."));
        var text = Words(field, cell);
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            return field.Type.FromText(field, text, display);
        }
        catch (ValueError unread) when (unread.Code == "value.not_option" && Meant(field, text) is { } meant)
        {
            throw new ValueError(unread.Code, ($"{unread.Words.Zh}是不是“{meant.Zh}”？", $"{unread.Words.En} Did you mean '{meant.En}'?"));
        }
    }

    /// <summary>A number keeps all its digits, however few the sheet shows; only text fields take what is shown, with its leading zeros.</summary>
    private static string Words(Field field, SheetCell cell)
    {
        if (cell.Number is not { } number || field.Type.Kind(field) != ValueKind.Number) return cell.Text;
        return cell.Text.EndsWith('%') ? (number * 100).ToString(CultureInfo.InvariantCulture) + "%" : number.ToString(CultureInfo.InvariantCulture);
    }

    private static Words? Meant(Field field, string text)
    {
        var options = field.Type.Options(field).Where(o => !o.Retired).ToList();
        return Nearest.Of(text.Trim(), options.SelectMany(o => new[] { o.Label.Zh, o.Label.En })) is { } label ? options.First(o => o.Label.Zh == label || o.Label.En == label).Label : null;
    }
}
