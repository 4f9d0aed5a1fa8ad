using Weir.Engine.Capabilities.Hierarchy;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Charts;

/// <summary>The words and marks of one chart: its cards, its chain, who can help. Functions of what was loaded; they ask nothing.</summary>
internal sealed partial class ChartCards(FormVisit visit, Chart chart)
{
    private readonly FormVisit other = visit.Other(chart.Key)!;

    public string Label => chart.Chain is { } chain ? visit.Say($"{chain.Lines.Label.Zh} · {chart.Book.Label.Zh}", $"{chain.Lines.Label.En} · {Words.Inside(chart.Book.Label.En)}") : visit.Say(chart.Book.Label);

    private string Name(ChartNode node) => node.Record[chart.Book.Form.Title] is Masked masked ? masked.Text : other.Title(node.Record[chart.Book.Form.Title], node.Id);

    /// <summary>What the chain says of a node, or else the node itself.</summary>
    private (string Text, string Colour)? Choice(ChartNode node, Field? ofLine, Field? ofNode)
    {
        var (field, value) = ofLine is not null && node.Line?[ofLine] is { } said ? (ofLine, said) : (ofNode, ofNode is null ? null : node.Record[ofNode]);
        if (field is null || value is null or Masked || field.Type.Text(field, value, visit.Display) is not { Length: > 0 } text) return null;
        return (text, field.Type.Options(field).FirstOrDefault(o => o.Key == value as string)?.Colour ?? "grey");
    }

    private (string Text, string Colour)? Role(ChartNode node) => Choice(node, chart.Chain?.Role, chart.Book.Role);

    private (string Text, string Colour)? Stance(ChartNode node) => Choice(node, chart.Chain?.Stance, chart.Book.Stance);

    private (string Text, string Colour)? Closeness(ChartNode node) => Choice(node, chart.Chain?.Closeness, chart.Book.Closeness);

    private bool Approved(ChartNode node) => chart.Chain?.Approved is { } approved && node.Line?[approved] is true;

    /// <summary>Texts and choices as they are; a moment says since when.</summary>
    private IEnumerable<string> Facts(ChartNode node)
    {
        foreach (var field in chart.Book.Facts.Where(f => other.Access.Sees(f)))
            if (node.Record[field] is { } value)
            {
                var text = value is Masked masked ? masked.Text : value is DateTime at ? visit.Say("上次 ", "last ") + HouseDate.Of(at, visit.Display) : field.Type.Text(field, value, visit.Display);
                if (text.Length > 0) yield return text;
            }
    }
}
