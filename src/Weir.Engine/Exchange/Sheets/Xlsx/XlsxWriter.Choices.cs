namespace Weir.Engine.Exchange.Sheets.Xlsx;

internal sealed partial class XlsxWriter
{
    // No sheet of a caller begins with an underscore.
    private const string ChoicesName = "_choices";

    /// <summary>
    /// Drop-downs name a range of the hidden sheet, one column for each list, because a list inside the rule itself may have 255
    /// characters only and no commas in its entries.
    /// </summary>
    private void WriteValidations(TextWriter sheet)
    {
        var limited = columns.Index().Where(column => column.Item.Choices is { Count: > 0 }).ToList();
        if (limited.Count == 0)
            return;
        sheet.Write($"<dataValidations count=\"{limited.Count}\">");
        foreach (var (index, column) in limited)
        {
            var list = Letters(ListOf(column.Choices!));
            sheet.Write("<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\"");
            sheet.Write($" sqref=\"{letters[index]}2:{letters[index]}{MaxSheetRows}\">");
            sheet.Write($"<formula1>{ChoicesName}!${list}$1:${list}${column.Choices!.Count}</formula1></dataValidation>");
        }
        sheet.Write("</dataValidations>");
    }

    /// <summary>Equal lists share a column.</summary>
    private int ListOf(IReadOnlyList<string> wanted)
    {
        var at = choices.FindIndex(list => list.SequenceEqual(wanted));
        if (at >= 0)
            return at;
        choices.Add([.. wanted]);
        return choices.Count - 1;
    }

    private void WriteChoices()
    {
        if (choices.Count == 0)
            return;
        letters = [.. Enumerable.Range(0, choices.Count).Select(Letters)];
        xml = OpenPart($"xl/worksheets/sheet{sheets.Count + 1}.xml");
        xml.Write($"<worksheet xmlns=\"{Names.Main}\"><sheetData>");
        row = 0;
        for (var i = 0; i < choices.Max(list => list.Count); i++)
        {
            OpenRow();
            for (var column = 0; column < choices.Count; column++)
            {
                if (i < choices[column].Count)
                    WriteText(column, choices[column][i], styles.Of("@", quoted: FormulaGuard.IsRisky(choices[column][i])));
            }
            xml.Write("</row>");
        }
        xml.Write("</sheetData></worksheet>");
        xml.Dispose();
        xml = null;
    }
}
