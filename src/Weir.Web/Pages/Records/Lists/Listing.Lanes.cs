using System.Globalization;
using System.Text.Json;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Web.Pages.Records.Lists;

public sealed partial class Listing
{
    /// <summary>So many cards of a lane are drawn at first, and at each "more".</summary>
    public const int CardsAtOnce = 20;

    /// <summary>The field whose options are the lanes of a board; null when the view is no board, or the visitor may not read the field.</summary>
    public FieldPath? LaneField { get; }

    /// <summary>The lanes of a board, in the order of the options; each with its first cards.</summary>
    public IReadOnlyList<Lane> Lanes { get; private set; } = [];

    /// <summary>The sums in the head of a lane: the first two that the view adds up, such as an amount and the same weighted.</summary>
    public IReadOnlyList<ListSum> LaneSums => [.. Sums.Where(s => s.How == "sum").Take(2)];

    /// <summary>The sum that the cards of a lane make up.</summary>
    public ListSum? LaneSum => LaneSums.FirstOrDefault();

    /// <summary>The lane that a row belongs to; empty is the lane of those without value.</summary>
    public string LaneMark(ListRow row) => row.Values[Columns.Count] as string ?? "";

    /// <summary>Further cards of one lane, which the address continues.</summary>
    public static async Task<(Listing List, Lane Lane)?> LoadLane(FormVisit visit, ListAddress address)
    {
        var listing = await Plan(visit, address);
        if (listing.LaneField is null || listing.FilterLost || listing.Offered().FirstOrDefault(l => l.Key == (address.Ended ?? "")) is not { } lane) return null;
        var page = await visit.Visit.Platform.Query.List(visit.Actor, listing.Within([lane.Key], CardsAtOnce) with { After = address.After }, visit.Visit.Cancel);
        await listing.Learn(page.Rows);
        return (listing, lane with { Rows = page.Rows, Next = page.Next });
    }

    /// <summary>Lanes with their figures only, after a card has moved between them; their cards stay where they are.</summary>
    public static async Task<Listing> LoadLaneHeads(FormVisit visit, ListAddress address, long id)
    {
        var listing = await LoadRow(visit, address, id);
        if (listing.LaneField is not null) listing.Lanes = await listing.Counted();
        return listing;
    }

    /// <summary>One question for all figures, one for all short lanes together, and one for each lane that goes on.</summary>
    private async Task ReadLanes()
    {
        var lanes = await Counted();
        var found = new Dictionary<string, (List<ListRow> Rows, string? Next)>();
        if (lanes.Where(l => l.Count is > 0 and <= CardsAtOnce).Select(l => l.Key).ToList() is { Count: > 0 } small)
        {
            var page = await Visit.Visit.Platform.Query.List(Visit.Actor, Within(small, RecordQuery.MostRows), Visit.Visit.Cancel);
            foreach (var rows in page.Rows.GroupBy(LaneMark)) found[rows.Key] = ([.. rows], null);
        }
        foreach (var lane in lanes.Where(l => l.Count > CardsAtOnce))
        {
            var page = await Visit.Visit.Platform.Query.List(Visit.Actor, Within([lane.Key], CardsAtOnce), Visit.Visit.Cancel);
            found[lane.Key] = ([.. page.Rows], page.Next);
        }
        Lanes = [.. lanes.Select(l => found.TryGetValue(l.Key, out var cards) ? l with { Rows = cards.Rows, Next = cards.Next } : l)];
        // The foot and the empty states of a list ask its page, and so the board answers as one.
        Page = new([.. Lanes.SelectMany(l => l.Rows)], Lanes.FirstOrDefault(l => l.Next is not null)?.Next);
        await Learn(Page.Rows);
    }

    private async Task<IReadOnlyList<Lane>> Counted()
    {
        IReadOnlyList<(FieldPath? Path, Aggregation How)> measures = [(null, Aggregation.Count), .. LaneSums.Select(s => ((FieldPath?)s.Path, s.Aggregation))];
        var groups = await Visit.Visit.Platform.Query.Groups(Visit.Actor, Query, [(LaneField!, DateBucket.None)], measures, Visit.Visit.Cancel);
        var figures = groups.ToDictionary(g => g[0] as string ?? "", g => (Count: Convert.ToInt64(g[1], CultureInfo.InvariantCulture), Sums: (IReadOnlyList<object?>)[.. g.Skip(2)]));
        return [.. Offered().Select(l => figures.TryGetValue(l.Key, out var of) ? l with { Count = of.Count, Sums = of.Sums } : l).Where(l => l.Count > 0 || !l.Retired)];
    }

    /// <summary>Every lane there may be: the options, without those that the view rules out unless records are there, and the one of those without value.</summary>
    private IEnumerable<Lane> Offered()
    {
        var field = LaneField!.Field;
        var ruled = Visit.Form.Rules.Where(r => r.Kind == RuleKind.Options && r.Fields.Any(f => f.Field == field) && r.HoldsThroughout(View.Where)).Select(r => r.Definition.Options ?? []).ToList();
        foreach (var option in field.Type.Options(field))
            yield return new Lane(option.Key, Visit.Say(option.Label), option.Colour) { Retired = option.Retired || ruled.Any(r => !r.Contains(option.Key)) };
        yield return new Lane("", Visit.Say("未填写", "Empty"), "grey") { Retired = true };
    }

    private ListQuery Within(IReadOnlyList<string> lanes, int limit)
    {
        var keys = lanes.Where(l => l.Length > 0).ToList();
        var leaves = new List<ConditionDefinition>();
        if (keys.Count > 0) leaves.Add(new() { Field = LaneField!.Text, Op = "any_of", Value = JsonSerializer.SerializeToElement(keys) });
        if (keys.Count < lanes.Count) leaves.Add(new() { Field = LaneField!.Text, Op = "empty" });
        return Query with { Where = Condition.OfQuery(Visit.Form, Both(Where, leaves.Count == 1 ? leaves[0] : new() { Any = leaves })), Limit = limit };
    }

    private static FieldPath? LaneOf(FormVisit visit, ViewDefinition view) =>
        view.Layout == "kanban" && visit.Form.Path(view.LayoutField ?? "") is { Via.Count: 0 } path && ListColumn.Reads(visit.Access, path)
        && path.Field.Type.Kind(path.Field) == ValueKind.Choice && path.Field.Type.Options(path.Field).Count > 0 ? path : null;
}
