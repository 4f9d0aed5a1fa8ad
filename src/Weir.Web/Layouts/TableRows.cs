using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Web.Pages.Records;
using Weir.Web.Pages.Records.Cells;
using Weir.Web.Pages.Records.Lists;
using Weir.Web.Ui;

namespace Weir.Web.Layouts;

/// <summary>The rows of a list as a table draws them: written in pieces, because there are hundreds of cells. The same row answers an edit.</summary>
public static class TableRows
{
    public static RenderFragment All(Listing list, bool bulk) => builder =>
    {
        var pens = Pens(list);
        var last = list.Address.Ended;
        foreach (var row in list.Page.Rows)
        {
            if (list.Group is not null && list.GroupMark(row) is var mark && mark != last)
            {
                GroupHead(builder, list, row, mark, bulk);
                last = mark;
            }
            Write(builder, list, row, bulk, pens);
        }
        if (list.Page.Next is not null) More(list, last, bulk).Write(builder);
    };

    public static RenderFragment Row(Listing list, ListRow row, bool bulk) => builder => Write(builder, list, row, bulk, Pens(list));

    /// <summary>A value in a cell, or what may be seen of a masked one.</summary>
    public static RenderFragment Value(FormVisit visit, Field field, object? value) =>
        value is Masked masked ? Markup.Of($"<span class=\"w-muted w-nowrap\">{masked.Text}</span>") : field.Type.Cell(field, value, visit.Display);

    /// <summary>A value of a record, whose amounts stand in its own currency.</summary>
    /// <param name="holder">Of a line: the record that holds it.</param>
    public static RenderFragment Value(FormVisit visit, Field field, Record record, Record? holder = null) =>
        record[field] is Masked masked ? Value(visit, field, masked) : field.Type.Cell(field, record[field], visit.Display.For(field, record, holder));

    public static string? Number(Field field) => field.Type.IsNumeric || field.Type.Kind(field) == ValueKind.Number ? "w-num" : null;

    /// <summary>How the cells of a column begin: one that the visitor may type into, and one that they may not.</summary>
    private sealed record Pen(Markup Editable, Markup Fixed, bool Edits, string Key, string? Class);

    private static Pen[] Pens(Listing list) => [.. list.Columns.Select(column =>
    {
        var number = Number(column.Field);
        var start = number is null ? Markup.Of($"<td") : Markup.Of($"<td class=\"{number}\"");
        // The grid makes the address of the editor from the row and this key.
        var edits = column.Path.Via.Count == 0 && CellPlace.Editable(list.Visit, column.Field);
        var still = Markup.Of($"{start}>");
        return new Pen(edits ? Markup.Of($"{start} data-edit=\"{column.Field.Key}\">") : still, still, edits, column.Key, number);
    })];

    private static void Write(RenderTreeBuilder builder, Listing list, ListRow row, bool bulk, Pen[] pens)
    {
        var title = list.Title(row);
        var mark = list.Mark(row);
        (mark is null
            ? Markup.Of($"<tr id=\"row-{row.Id}\" data-id=\"{row.Id}\">")
            : Markup.Of($"<tr id=\"row-{row.Id}\" data-id=\"{row.Id}\" class=\"w-marked w-c-{Kit.ColorName(mark.Colour)}\">")).Write(builder);
        if (bulk) Markup.Of($"<td class=\"w-cell-check\"><label><input type=\"checkbox\" class=\"w-check\" name=\"id\" value=\"{row.Id}:{row.Version}\" aria-label=\"{title}\"/></label></td>").Write(builder);
        for (var i = 0; i < pens.Length; i++)
        {
            if (i == list.TitleAt)
            {
                Markup.Of($"<td class=\"w-cell-title\" title=\"{title}\"{(row.May && pens[i].Edits ? Markup.Of($" data-edit=\"{pens[i].Key}\"") : Markup.Nothing)}><a href=\"{list.Visit.Url}/{row.Id}\">{TitleText(list.Visit, list.Columns[i], row.Values[i], title)}</a></td>").Write(builder);
                continue;
            }
            Start(pens[i], row, mark).Write(builder);
            Value(list.Visit, list.Columns[i].Field, row.Values[i])(builder);
            End.Write(builder);
        }
        RowEnd.Write(builder);
    }

    private static readonly Markup End = Markup.Of($"</td>");
    private static readonly Markup RowEnd = Markup.Of($"</tr>");

    private static Markup Start(Pen pen, ListRow row, RowMark? mark) =>
        mark is null || !mark.Columns.Contains(pen.Key) ? row.May ? pen.Editable : pen.Fixed
        : row.May && pen.Edits ? Markup.Of($"<td class=\"{pen.Class} w-tinted\" data-edit=\"{pen.Key}\">") : Markup.Of($"<td class=\"{pen.Class} w-tinted\">");

    private static string TitleText(FormVisit visit, ListColumn column, object? value, string title) =>
        column.Field == visit.Form.Title || value is Masked ? title : column.Field.Type.Text(column.Field, value, visit.Display) is { Length: > 0 } text ? text : title;

    private static void GroupHead(RenderTreeBuilder builder, Listing list, ListRow row, string mark, bool bulk)
    {
        Markup.Of($"<tr class=\"w-group-row\"><th colspan=\"{list.Columns.Count + (bulk ? 1 : 0)}\" scope=\"colgroup\"><span class=\"w-muted\">{list.Visit.Say(list.Group!.Field.Label)}</span> ").Write(builder);
        if (mark.Length == 0) Markup.Of($"<span>{list.Visit.Say("未填写", "Empty")}</span>").Write(builder);
        else Value(list.Visit, list.Group.Field, list.GroupValue(row))(builder);
        Markup.Of($" {Kit.Count(list.GroupCounts.TryGetValue(mark, out var count) ? count : null)}</th></tr>").Write(builder);
    }

    private static Markup More(Listing list, string? last, bool bulk)
    {
        var next = list.Address with { After = list.Page.Next, Ended = list.Group is null ? null : last, Open = null };
        return Markup.Of($"""
            <tr class="w-more"><td colspan="{list.Columns.Count + (bulk ? 1 : 0)}"><a href="{next.Url}" hx-get="{next.Part("rows")}" hx-trigger="click, intersect once" hx-target="closest tr" hx-swap="outerHTML">{list.Visit.Say("更多", "More")}</a></td></tr>
            """);
    }
}
