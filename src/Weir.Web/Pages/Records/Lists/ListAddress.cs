using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>Where in a list somebody stands, as its URL says: view, words, filter, order, columns, groups, place. Makes URLs; loads nothing.</summary>
/// <param name="Path">The list without its query: <c>/app/l2c/lead</c>.</param>
public sealed record ListAddress(string Path)
{
    public string? View { get; init; }

    public string? Q { get; init; }

    /// <summary>A ConditionDefinition as JSON; null is that of the view, empty is none.</summary>
    public string? Filter { get; init; }

    /// <summary><c>-amount,name</c>; null is the order of the view.</summary>
    public string? Sort { get; init; }

    /// <summary>Paths separated by commas, each with its width behind a colon when it has one of its own; null is the choice of the view.</summary>
    public string? Columns { get; init; }

    /// <summary>The field whose values group the rows; null is the view's, empty is none.</summary>
    public string? Group { get; init; }

    /// <summary>What is summed at the foot: <c>amount:sum,score:average</c>; null is the choice of the view, empty is nothing.</summary>
    public string? Sums { get; init; }

    /// <summary>Where a calendar stands: a month as 2026-11, or a day whose week is shown; null is the present month.</summary>
    public string? On { get; init; }

    /// <summary>Cursor of the page before.</summary>
    public string? After { get; init; }

    /// <summary>The group in which the page before ended, as <see cref="Listing.GroupMark"/> writes it.</summary>
    public string? Ended { get; init; }

    /// <summary>The record whose drawer stands over the list.</summary>
    public long? Open { get; init; }

    public string Url => UrlWith(null);

    /// <summary>The first page, without drawer.</summary>
    public ListAddress Start => this with { After = null, Ended = null, Open = null };

    /// <summary>The view as it was saved, at the same words.</summary>
    public ListAddress Unchanged => new(Path) { View = View, Q = Q, On = On };

    /// <summary>Everything behind the path, with its question mark: for the addresses of what belongs to this list.</summary>
    public string Query => Url[Path.Length..];

    /// <summary>What a form that is sent without script must carry of the address itself, except one part.</summary>
    public IEnumerable<(string Name, string Value)> Kept(string except) => new[]
    {
        ("view", View), ("q", Q), ("filter", Filter), ("sort", Sort), ("columns", Columns), ("group", Group), ("sums", Sums), ("on", On),
    }.Where(p => p.Item1 != except && p.Item2 is not null).Select(p => (p.Item1, p.Item2!));

    /// <summary>The URL that answers with one part of the page.</summary>
    public string Part(string part) => UrlWith(part);

    public static ListAddress Read(string path, IQueryCollection query) => Read(path, name => query[name]);

    /// <summary>The list that the browser shows, by its own word; null when it shows another page.</summary>
    public static ListAddress? Current(string path, HttpRequest request)
    {
        if (!Uri.TryCreate(request.Headers["HX-Current-URL"].ToString(), UriKind.Absolute, out var url) || url.AbsolutePath != path) return null;
        return Parse(path, url.Query);
    }

    /// <summary>From a URL that was made here before.</summary>
    public static ListAddress Parse(string path, string url)
    {
        var query = QueryHelpers.ParseQuery(url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? url[at..] : "");
        return Read(path, name => query.GetValueOrDefault(name));
    }

    private static ListAddress Read(string path, Func<string, StringValues> value) => new(path)
    {
        View = One(value("view")), Q = One(value("q")), Filter = Last(value("filter")), Sort = Sorted(value) ?? One(value("sort")),
        Columns = One(StringValues.IsNullOrEmpty(value("columns")) ? default : Several(value("columns"))),
        Group = Last(value("group")), Sums = value("sums").Count == 0 ? null : Several(value("sums")), On = One(value("on")), After = One(value("after")), Ended = Last(value("last")),
        Open = long.TryParse(value("open"), out var open) ? open : null,
    };

    /// <summary>The order as its dialog sends it: keys, and beside each the direction.</summary>
    private static string? Sorted(Func<string, StringValues> value) => StringValues.IsNullOrEmpty(value("by")) ? null
        : string.Join(',', value("by").Select((key, i) => key is { Length: > 0 } ? (value("way").ElementAtOrDefault(i) == "down" ? "-" : "") + key : null).OfType<string>()) is { Length: > 0 } keys ? keys : null;

    private static string Several(StringValues values) => string.Join(',', values.Where(c => c is { Length: > 0 }));

    private static string? Last(StringValues values) => values.Count > 0 ? values[^1]?.Trim() ?? "" : null;

    private static string? One(StringValues values) => values.Count > 0 && !string.IsNullOrWhiteSpace(values[^1]) ? values[^1]!.Trim() : null;

    private string UrlWith(string? part)
    {
        var url = new StringBuilder(Path);
        var sign = '?';
        Add("view", View);
        Add("q", Q);
        Add("filter", Filter);
        Add("sort", Sort);
        Add("columns", Columns);
        Add("group", Group);
        Add("sums", Sums);
        Add("on", On);
        Add("after", After);
        Add("last", Ended);
        Add("open", Open?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("part", part);
        return url.ToString();

        void Add(string name, string? value)
        {
            if (value is null) return;
            url.Append(sign).Append(name).Append('=').Append(Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal));
            sign = '&';
        }
    }
}
