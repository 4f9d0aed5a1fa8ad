using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Web.Pages.Records.Lists;
using Weir.Web.Ui;

namespace Weir.Web.Layouts;

/// <summary>The cards of a lane: title, the figure that the lane adds up, a few more facts, and who has it. Functions, because there may be hundreds.</summary>
public static class BoardCards
{
    private const int MostFacts = 2;

    public static RenderFragment All(Listing list, Lane lane) => builder =>
    {
        var pen = new Pen(list);
        foreach (var row in lane.Rows) Write(builder, pen, row);
        if (lane.Next is null) return;
        var next = list.Address with { After = lane.Next, Ended = lane.Key, Open = null };
        Markup.Of($"<a class=\"w-lane-more\" href=\"{next.Url}\" hx-get=\"{next.Part("lane")}\" hx-trigger=\"click, intersect once\" hx-target=\"this\" hx-swap=\"outerHTML\">{list.Visit.Say("更多", "More")}</a>").Write(builder);
    };

    public static RenderFragment One(Listing list, ListRow row) => builder => Write(builder, new Pen(list), row);

    /// <summary>What is the same for each card of a board: which columns say what.</summary>
    private sealed class Pen
    {
        public Pen(Listing list)
        {
            List = list;
            Moves = Board.Moves(list);
            var at = Enumerable.Range(0, list.Columns.Count).Where(i => i != list.TitleAt && list.Columns[i].Key != list.LaneField?.Text).ToList();
            Person = at.FirstOrDefault(i => IsPerson(list.Columns[i].Field), -1);
            Figure = list.LaneSum is { } sum ? at.FirstOrDefault(i => list.Columns[i].Key == sum.Path.Text, -1) : -1;
            // A card has little room: days before choices, and no second figure beside the one that the lane adds up.
            Facts = [.. at.Where(i => i != Person && i != Figure && (Figure < 0 || Kind(i) != ValueKind.Number)).OrderBy(i => Kind(i) is ValueKind.Date or ValueKind.Moment ? 0 : 1)];
        }

        public Listing List { get; }

        public bool Moves { get; }

        public int Person { get; }

        public int Figure { get; }

        public IReadOnlyList<int> Facts { get; }

        public ValueKind Kind(int column) => List.Columns[column].Field.Type.Kind(List.Columns[column].Field);

        /// <summary>One member, by whose sign the card is known.</summary>
        private static bool IsPerson(Field field) => field.Type.LookUp(field) == "members" && field.Type.Kind(field) == ValueKind.Reference;
    }

    private static void Write(RenderTreeBuilder builder, Pen pen, ListRow row)
    {
        var (list, title, mark) = (pen.List, pen.List.Title(row), pen.List.Mark(row));
        var movable = pen.Moves && row.May;
        Markup.Of($"""
            <article class="w-lane-card{(mark is null ? "" : " w-marked w-c-" + Kit.ColorName(mark.Colour))}" id="card-{row.Id}" role="listitem" data-id="{row.Id}" data-version="{row.Version}" data-in="{list.LaneMark(row)}"{(movable ? Draggable : Markup.Nothing)}><a class="w-lane-title" href="{list.Visit.Record(row.Id)}" title="{title}"{(movable ? Markup.Of($" aria-keyshortcuts=\"Shift+ArrowLeft Shift+ArrowRight\"") : Markup.Nothing)}>{title}</a>
            """).Write(builder);
        if (movable) Markup.Of($"<button type=\"button\" class=\"w-btn w-btn-icon w-lane-move\" data-move aria-haspopup=\"menu\" aria-label=\"{list.Visit.Say("移动 " + title, "Move " + title)}\" title=\"{list.Visit.Say("移到…（⇧← ⇧→）", "Move to… (⇧← ⇧→)")}\">{Kit.Icon("dots")}</button>").Write(builder);
        var facts = pen.Facts.Where(i => row.Values[i] is { } value && Says(list, i, value)).ToList();
        // What is longest to read stands on a line of its own; the others share one with the figure and the person.
        var first = facts.FirstOrDefault(i => pen.Kind(i) is ValueKind.Reference or ValueKind.Text, -1);
        if (first >= 0)
        {
            Open(builder, list, first, "w-lane-line");
            Fact(builder, list, row, first);
        }
        Markup.Of($"<div class=\"w-lane-card-foot\">").Write(builder);
        if (pen.Figure >= 0 && row.Values[pen.Figure] is decimal figure) Markup.Of($"<span class=\"w-lane-figure\" title=\"{list.Columns[pen.Figure].Label(list.Visit.Chinese)} {Figures.Exact(figure)}\">{Figures.Short(figure, list.Visit.Chinese)}</span>").Write(builder);
        else if (pen.Figure >= 0 && row.Values[pen.Figure] is not null)
        {
            Open(builder, list, pen.Figure, "w-lane-figure");
            Fact(builder, list, row, pen.Figure);
        }
        foreach (var i in facts.Where(i => i != first && pen.Kind(i) is not (ValueKind.Reference or ValueKind.Text)).Take(MostFacts))
        {
            Open(builder, list, i, mark is not null && mark.Columns.Contains(list.Columns[i].Key) ? "w-tinted" : "");
            Fact(builder, list, row, i);
        }
        if (pen.Person >= 0 && row.Values[pen.Person] is { } person && Name(list, pen.Person, person) is { Length: > 0 } name)
            Markup.Of($"<span class=\"w-lane-person\" title=\"{name}\">{Kit.Avatar(name, "w-avatar-sm")}<span class=\"w-sr\">{name}</span></span>").Write(builder);
        Markup.Of($"</div></article>").Write(builder);
    }

    private static readonly Markup Draggable = Markup.Of($" draggable=\"true\"");
    private static readonly Markup End = Markup.Of($"</span>");

    private static void Open(RenderTreeBuilder builder, Listing list, int column, string css) =>
        Markup.Of($"<span class=\"{css}\" title=\"{list.Columns[column].Label(list.Visit.Chinese)}\">").Write(builder);

    private static void Fact(RenderTreeBuilder builder, Listing list, ListRow row, int column)
    {
        TableRows.Value(list.Visit, list.Columns[column].Field, row.Values[column])(builder);
        End.Write(builder);
    }

    private static string Name(Listing list, int column, object value) =>
        value is Masked masked ? masked.Text : list.Columns[column].Field.Type.Text(list.Columns[column].Field, value, list.Visit.Display);

    /// <summary>A linked record that the reader may not see has no name to write.</summary>
    private static bool Says(Listing list, int column, object value) =>
        value is Masked || list.Columns[column].Field.Type.References(list.Columns[column].Field, value).All(r => list.Visit.Display.Title(r.Form, r.Id) is not null);
}
