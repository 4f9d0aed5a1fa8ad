using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>What a list shows at one address: the view, its columns, one page of rows, their marks and groups. Loaded once, then only drawn.</summary>
public sealed partial class Listing
{
    private readonly List<(ColourRule Rule, Condition When, IReadOnlySet<string> Fields)> rules;

    private Listing(FormVisit visit, ListAddress address, ViewChoice views)
    {
        Visit = visit;
        Views = views;
        Chosen = views.Of(address.View);
        // In a view that somebody saved the filter is the view's own and can be taken apart; that of the template stands behind every filter.
        Address = Chosen.Id is null && address.Filter is { Length: 0 } ? address with { Filter = null } : address;
        Columns = ListColumn.Of(visit, Address, View);
        Filter = FilterText.Read(visit, Address.Filter ?? OwnFilter);
        LaneField = LaneOf(visit, View);
        DayField = DayOf(visit, View);
        Days = DaySpan.Of(Address.On, visit.Display.Today);
        Group = LaneField is null && DayField is null ? GroupOf(visit, Address.Group ?? View.Group) : null;
        Sort = DayField is null ? SortOf(visit, Address.Sort, View) : [(DayField, false)];
        Sums = ListSum.Of(visit, Address, View);
        rules = [.. View.Colours.Select(r => (Rule: r, When: Condition.Compile(visit.Form, r.When)))
            .Where(r => r.When.Paths.All(p => ListColumn.Reads(visit.Access, p))).Select(r => (r.Rule, r.When, (IReadOnlySet<string>)r.When.Paths.Select(p => p.Text).ToHashSet()))];
        Wanted = [.. Columns.Select(c => c.Path), .. Group is null ? [] : (FieldPath[])[Group], .. LaneField is null ? [] : (FieldPath[])[LaneField], .. DayField is null ? [] : (FieldPath[])[DayField], new FieldPath([], visit.Form.Title)];
        TitleAt = Math.Max(0, Columns.ToList().FindIndex(c => c.Path.Via.Count == 0 && c.Field == visit.Form.Title));
    }

    public FormVisit Visit { get; }

    public ListAddress Address { get; }

    public ViewChoice Views { get; }

    public Engine.Views.OfferedView Chosen { get; }

    public ViewDefinition View => Chosen.Definition;

    public IReadOnlyList<ListColumn> Columns { get; }

    public ReadFilter? Filter { get; }

    /// <summary>The filter in the URL cannot be understood: nothing is shown rather than everything.</summary>
    public bool FilterLost => Filter is null && !string.IsNullOrEmpty(Address.Filter);

    /// <summary>The field whose values group the rows; null when they are not grouped.</summary>
    public FieldPath? Group { get; }

    public IReadOnlyList<(FieldPath Path, bool Descending)> Sort { get; }

    public IReadOnlyList<ListSum> Sums { get; }

    public ListPage Page { get; private set; } = new([], null);

    /// <summary>How many records each group has, by <see cref="GroupMark"/>.</summary>
    public IReadOnlyDictionary<string, long> GroupCounts { get; private set; } = new Dictionary<string, long>();

    /// <summary>The column that opens the record: the title, or the first when it is not shown.</summary>
    public int TitleAt { get; }

    /// <summary>A filter or words narrow the view.</summary>
    public bool Narrowed => Address.Q is not null || Filter is not null;

    /// <summary>The address shows something else than the view as it was saved.</summary>
    public bool Changed => Address.Filter is not null && Address.Filter != (OwnFilter ?? "") || Address.Columns is not null && ColumnText != Plain.ColumnText
        || Address.Sort is not null && DayField is null && SortText != Plain.SortText || Address.Group is not null && LaneField is null && DayField is null && Group?.Text != Plain.Group?.Text || Address.Sums is not null && ListSum.Text(Sums) != ListSum.Text(Plain.Sums);

    public string ColumnText => string.Join(',', Columns.Select(c => c.Text));

    public string SortText => string.Join(',', Sort.Select(s => (s.Descending ? "-" : "") + s.Path.Text));

    /// <summary>The columns on screen, then the group's, then the title's.</summary>
    private List<FieldPath> Wanted { get; }

    private string? OwnFilter => Chosen.Id is null ? null : FilterText.Write(View.Where);

    private Listing Plain => new(Visit, Address.Unchanged, Views);

    /// <exception cref="ProblemException">Invalid when the filter names a field that the visitor may not read, or the place is not valid.</exception>
    public static async Task<Listing> Load(FormVisit visit, ListAddress address)
    {
        var listing = await Plan(visit, address);
        if (listing.FilterLost) return listing;
        if (listing.LaneField is not null)
        {
            await listing.ReadLanes();
            return listing;
        }
        await listing.Read(listing.Query with { After = listing.DayField is null ? listing.Address.After : null, Limit = listing.DayField is null ? listing.Query.Limit : RecordQuery.MostRows });
        if (listing.Group is not null && listing.Page.Rows.Count > 0) await listing.CountGroups();
        return listing;
    }

    /// <summary>The first few rows for a place with little room. Takes no view: all records that the filter lets in.</summary>
    public static async Task<Listing> LoadSome(FormVisit visit, ListAddress address, int limit)
    {
        var listing = new Listing(visit, address, ViewChoice.None(visit));
        await listing.Read(listing.Query with { Limit = limit, After = address.After, Marks = [], May = null });
        return listing;
    }

    /// <summary>The one record at this address, whether or not it still fits the view; without rows when it is gone.</summary>
    public static async Task<Listing> LoadRow(FormVisit visit, ListAddress address, long id)
    {
        var listing = await Plan(visit, address);
        var all = listing.Query;
        await listing.Read(new ListQuery(visit.Form) { Columns = all.Columns, Marks = all.Marks, May = all.May, Ids = [id] });
        return listing;
    }

    /// <summary>What the address means, without any row: for counts, sums, bulk changes and dialogs.</summary>
    public static async ValueTask<Listing> Plan(FormVisit visit, ListAddress address) => new(visit, address, await ViewChoice.For(visit));

    /// <summary>What the view and the filter of the address let in.</summary>
    /// <exception cref="ProblemException">Invalid when the filter cannot be understood: what acts on the list must not act on everything.</exception>
    public ConditionDefinition? Where => FilterLost ? throw Problem.Invalid("filter.unknown", ("网址中的筛选无法识别。", "The filter in the address was not understood.")).Exception() : Both(Chosen.Id is null ? View.Where : null, Filter?.Proper);

    public ListQuery Query => new(Visit.Form)
    {
        Columns = Wanted,
        Where = Condition.OfQuery(Visit.Form, DayField is null ? Where : Both(Where, Within(Days))),
        Search = Address.Q,
        Sort = Group is null ? Sort : [(Group, false), .. Sort.Where(s => s.Path.Text != Group.Text)],
        Marks = [.. rules.Select(r => r.When)],
        May = Visit.Access.Can(Operation.Edit) ? Operation.Edit : null,
    };

    /// <summary>The view that shows what the address shows; for saving.</summary>
    public ViewDefinition AsView => View with
    {
        Where = Where,
        Sort = DayField is not null ? View.Sort : [.. Sort.Select(s => new ViewSort(s.Path.Text, s.Descending))],
        Columns = [.. Columns.Select(c => new ViewColumn(c.Key, c.Width))],
        Group = LaneField is null && DayField is null ? Group?.Text : View.Group,
        Footers = Sums.ToDictionary(s => s.Path.Text, s => s.How),
    };

    /// <summary>The colour of a row and the columns that its rule looks at; null for a row without.</summary>
    public RowMark? Mark(ListRow row)
    {
        for (var i = 0; i < row.Marks.Count; i++)
            if (row.Marks[i]) return new(rules[i].Rule.Colour, rules[i].Fields);
        return null;
    }

    /// <summary>The group that a row belongs to, as text for URLs and ids; empty is the group of those without value.</summary>
    public string GroupMark(ListRow row) => Group is null ? "" : Convert.ToString(Group.Field.Type.Store(Group.Field, GroupValue(row)), CultureInfo.InvariantCulture) ?? "";

    public object? GroupValue(ListRow row) => row.Values[Columns.Count];

    /// <summary>What the row is called.</summary>
    public string Title(ListRow row) => row.Values[^1] is Masked masked ? masked.Text : Visit.Title(row.Values[^1], row.Id);

    private async Task Read(ListQuery query)
    {
        Page = await Visit.Visit.Platform.Query.List(Visit.Actor, query, Visit.Visit.Cancel);
        await Learn(Page.Rows);
    }

    /// <summary>Plain values name no record: most cells of a list need not be asked.</summary>
    private async Task Learn(IEnumerable<ListRow> rows)
    {
        var named = rows.SelectMany(r => Wanted.Select((p, i) => (p.Field, Value: r.Values[i])).Where(v => v.Value is not (null or string or string[] or decimal or bool or DateOnly or DateTime)));
        await Visit.Learn(Filter is null ? named : named.Concat(FilterWords.Values(Visit, Filter.Proper)));
    }

    private async Task CountGroups()
    {
        var groups = await Visit.Visit.Platform.Query.Groups(Visit.Actor, Query, [(Group!, DateBucket.None)], [(null, Aggregation.Count)], Visit.Visit.Cancel);
        GroupCounts = groups.GroupBy(g => Convert.ToString(g[0], CultureInfo.InvariantCulture) ?? "").ToDictionary(g => g.Key, g => g.Sum(x => Convert.ToInt64(x[1], CultureInfo.InvariantCulture)));
    }

    private static FieldPath? GroupOf(FormVisit visit, string? key) =>
        string.IsNullOrEmpty(key) || visit.Form.Path(key) is not { } path || !ListColumn.Reads(visit.Access, path) ? null : path;

    private static IReadOnlyList<(FieldPath Path, bool Descending)> SortOf(FormVisit visit, string? sort, ViewDefinition view)
    {
        var wanted = sort is null ? view.Sort.Select(s => (Key: s.Field, s.Descending)) : sort.Split(',').Select(s => (Key: s.Trim().TrimStart('-'), Descending: s.TrimStart().StartsWith('-')));
        return [.. wanted.Select(w => (Path: visit.Form.Path(w.Key), w.Descending)).Where(w => w.Path is not null && ListColumn.Reads(visit.Access, w.Path))
            .Select(w => (w.Path!, w.Descending)).DistinctBy(w => w.Item1.Text).Take(MostSorts)];
    }

    /// <summary>As many as the engine orders by.</summary>
    public const int MostSorts = 4;

    private static ConditionDefinition? Both(ConditionDefinition? a, ConditionDefinition? b) => (a, b) switch
    {
        (null, _) => b,
        (_, null) => a,
        ({ All: { } first }, { All: { } second }) => new ConditionDefinition { All = [.. first, .. second] },
        _ => new ConditionDefinition { All = [a, b] },
    };
}

/// <summary>How a row is marked: the colour of its rule, and the columns that the rule looks at.</summary>
public sealed record RowMark(string Colour, IReadOnlySet<string> Columns);
