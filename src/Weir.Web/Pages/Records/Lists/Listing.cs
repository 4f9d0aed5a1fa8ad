using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>What a list shows at one address: the view, its columns, one page of rows, their marks and groups. Loaded once, then only drawn.</summary>
public sealed class Listing
{
    private Listing(FormVisit visit, ListAddress address, IReadOnlyList<ViewDefinition> views)
    {
        Visit = visit;
        Address = address;
        Views = views;
        View = views.FirstOrDefault(v => v.Key == address.View) ?? views[0];
        Columns = ListColumn.Of(visit, address, View);
        Filter = FilterText.Read(visit, address.Filter);
        Group = GroupOf(visit, address.Group ?? View.Group);
        Sort = SortOf(visit, address.Sort, View);
    }

    public FormVisit Visit { get; }

    public ListAddress Address { get; }

    public IReadOnlyList<ViewDefinition> Views { get; }

    public ViewDefinition View { get; }

    public IReadOnlyList<ListColumn> Columns { get; }

    public ReadFilter? Filter { get; }

    /// <summary>The filter in the URL cannot be understood and was left out.</summary>
    public bool FilterLost => Address.Filter is not null && Filter is null;

    /// <summary>The field whose values group the rows; null when they are not grouped.</summary>
    public FieldPath? Group { get; }

    public IReadOnlyList<(FieldPath Path, bool Descending)> Sort { get; }

    public ListPage Page { get; private set; } = new([], null);

    /// <summary>The colour of a row, and the columns that its rule looks at.</summary>
    public IReadOnlyDictionary<long, RowMark> Marks { get; private set; } = new Dictionary<long, RowMark>();

    /// <summary>How many records each group has, by <see cref="GroupMark"/>.</summary>
    public IReadOnlyDictionary<string, long> GroupCounts { get; private set; } = new Dictionary<string, long>();

    /// <summary>The column that opens the record: the title, or the first when it is not shown.</summary>
    public int TitleAt => Math.Max(0, Columns.ToList().FindIndex(c => c.Path.Via.Count == 0 && c.Field == Visit.Form.Title));

    /// <summary>A filter or words narrow the view.</summary>
    public bool Narrowed => Address.Q is not null || Filter is not null;

    /// <exception cref="Weir.Engine.Problems.ProblemException">Invalid when the filter names a field that the visitor may not read, or the place is not valid.</exception>
    public static async Task<Listing> Load(FormVisit visit, ListAddress address)
    {
        var listing = new Listing(visit, address, ViewChoice.Of(visit));
        var query = listing.Query with { After = address.After };
        listing.Page = await visit.Visit.Platform.Query.List(visit.Actor, query, visit.Visit.Cancel);
        await listing.Learn();
        await listing.Colour();
        if (listing.Group is not null && listing.Page.Rows.Count > 0) await listing.CountGroups();
        return listing;
    }

    /// <summary>The first few rows, without marks, for a place with little room. Takes no view: all records that the filter lets in.</summary>
    public static async Task<Listing> LoadSome(FormVisit visit, ListAddress address, int limit)
    {
        var listing = new Listing(visit, address, [ViewChoice.Everything(visit)]);
        listing.Page = await visit.Visit.Platform.Query.List(visit.Actor, listing.Query with { Limit = limit, After = address.After }, visit.Visit.Cancel);
        await listing.Learn();
        return listing;
    }

    /// <summary>The one record at this address, whether or not it still fits the view; without rows when it is gone.</summary>
    public static async Task<Listing> LoadRow(FormVisit visit, ListAddress address, long id)
    {
        var listing = new Listing(visit, address, ViewChoice.Of(visit));
        listing.Page = await visit.Visit.Platform.Query.List(visit.Actor, new ListQuery(visit.Form) { Columns = listing.Wanted, Ids = [id] }, visit.Visit.Cancel);
        await listing.Learn();
        await listing.Colour();
        return listing;
    }

    /// <summary>Everything of the address but its place: for counts, sums and bulk changes.</summary>
    public static ListQuery QueryOf(FormVisit visit, ListAddress address) => new Listing(visit, address, ViewChoice.Of(visit)).Query;

    public static Listing Plan(FormVisit visit, ListAddress address) => new(visit, address, ViewChoice.Of(visit));

    /// <summary>What the view and the filter of the address let in.</summary>
    public ConditionDefinition? Where => Both(View.Where, Filter?.Proper);

    public ListQuery Query => new(Visit.Form)
    {
        Columns = Wanted,
        Where = Condition.Compile(Visit.Form, Where),
        Search = Address.Q,
        Sort = Group is null ? Sort : [(Group, false), .. Sort.Where(s => s.Path.Text != Group.Text)],
    };

    /// <summary>The group that a row belongs to, as text for URLs and ids; empty is the group of those without value.</summary>
    public string GroupMark(ListRow row) => Group is null ? "" : Group.Field.Type.Store(Group.Field, Value(row, Columns.Count))?.ToString() ?? "";

    public object? GroupValue(ListRow row) => Value(row, Columns.Count);

    private static object? Value(ListRow row, int at) => row.Values[at];

    /// <summary>The columns on screen, then the group's, then the title's.</summary>
    private List<FieldPath> Wanted => [.. Columns.Select(c => c.Path), .. Group is null ? [] : (FieldPath[])[Group], new FieldPath([], Visit.Form.Title)];

    /// <summary>What the row is called.</summary>
    public string Title(ListRow row) => row.Values[^1] is Masked masked ? masked.Text : Visit.Title(row.Values[^1], row.Id);

    private Task Learn() => Visit.Visit.Platform.Query.LearnTitles(Visit.Actor, Visit.Display,
        Page.Rows.SelectMany(r => Wanted.Select((p, i) => (p.Field, r.Values[i]))).Concat(FilterWords.Values(Visit, Filter?.Proper)), Visit.Visit.Cancel);

    private async Task Colour()
    {
        if (View.Colours.Count == 0 || Page.Rows.Count == 0) return;
        var marks = new Dictionary<long, RowMark>();
        var ids = Page.Rows.Select(r => r.Id).ToList();
        foreach (var rule in View.Colours)
        {
            var when = Condition.Compile(Visit.Form, rule.When);
            if (!when.Paths.All(p => ListColumn.Reads(Visit.Access, p))) continue;
            var found = await Visit.Visit.Platform.Query.List(Visit.Actor, new ListQuery(Visit.Form) { Ids = ids, Where = when, Limit = ids.Count }, Visit.Visit.Cancel);
            var fields = when.Paths.Select(p => p.Text).ToHashSet();
            foreach (var row in found.Rows) marks.TryAdd(row.Id, new RowMark(rule.Colour, fields));
        }
        Marks = marks;
    }

    private async Task CountGroups()
    {
        var groups = await Visit.Visit.Platform.Query.Groups(Visit.Actor, Query, [(Group!, DateBucket.None)], [(null, Aggregation.Count)], Visit.Visit.Cancel);
        GroupCounts = groups.GroupBy(g => g[0]?.ToString() ?? "").ToDictionary(g => g.Key, g => g.Sum(x => Convert.ToInt64(x[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static FieldPath? GroupOf(FormVisit visit, string? key) =>
        string.IsNullOrEmpty(key) || visit.Form.Path(key) is not { } path || !ListColumn.Reads(visit.Access, path) ? null : path;

    private static IReadOnlyList<(FieldPath Path, bool Descending)> SortOf(FormVisit visit, string? sort, ViewDefinition view)
    {
        var wanted = sort is null ? view.Sort.Select(s => (Key: s.Field, s.Descending)) : sort.Split(',').Select(s => (Key: s.Trim().TrimStart('-'), Descending: s.TrimStart().StartsWith('-')));
        return [.. wanted.Select(w => (Path: visit.Form.Path(w.Key), w.Descending)).Where(w => w.Path is not null && ListColumn.Reads(visit.Access, w.Path)).Select(w => (w.Path!, w.Descending))];
    }

    private static ConditionDefinition? Both(ConditionDefinition? a, ConditionDefinition? b) => (a, b) switch
    {
        (null, _) => b,
        (_, null) => a,
        _ => new ConditionDefinition { All = [a, b] },
    };
}

/// <summary>How a row is marked: the colour of its rule, and the columns that the rule looks at.</summary>
public sealed record RowMark(string Colour, IReadOnlySet<string> Columns);
