using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Problems;
using Weir.Sql.Query;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Lists;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Insight;

/// <summary>What all cards of a page need to be put into words: figures, names of groups, addresses of the records behind them.</summary>
public sealed class InsightPage(Visit visit, InsightScope scope, string url, string whose)
{
    public const string From = "from", To = "to";

    /// <summary>More members than this are not offered one by one.</summary>
    private const int MostPeople = 40;

    public Visit Visit => visit;

    public InsightScope Scope => scope;

    public string Url => url;

    public string Whose => whose;

    public Display Display { get; } = visit.Display();

    /// <summary>The period that was asked for is none; no figures are shown.</summary>
    public Problem? Wrong { get; init; }

    /// <summary>One may leave the period open.</summary>
    public bool MayBeAny { get; init; }

    /// <summary>Periods to choose from: address, words, whether it is the present one.</summary>
    public IEnumerable<(string Url, string Text, bool Current)> Periods => (MayBeAny ? [InsightScope.Any] : Enumerable.Empty<string>()).Concat(InsightScope.Words)
        .Select(w => (With(w, whose), w == InsightScope.Any ? AnyText : visit.Say(Period.Words.First(p => p.Key == w).Label), w == scope.Word && Wrong is null));

    /// <summary>Days of one's own choice are told, or are to be told once more.</summary>
    public bool Tells => scope.IsTold || Wrong is not null;

    /// <summary>Where days of one's own choice are told, beginning with those that are looked at.</summary>
    public string OwnUrl => With(Period.Word(Days.From, Days.To), whose);

    /// <summary>What stands in the two fields: as it was typed when it was wrong.</summary>
    public string Typed(string name) => visit.Http.Request.Query[name].ToString() is { Length: > 0 } typed ? typed
        : visit.Http.Request.Query["period"].ToString().Split("..") is [var from, var to] ? name == From ? from : to
        : (name == From ? Days.From : Days.To).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Whose records: everybody's one may see, one's own, each department one belongs to or leads, and the people of the chosen one.</summary>
    public IEnumerable<(string Url, string Text, bool Current)> People =>
        new[] { ("", visit.Say("我能看到的全部", "All that I may see")), ("me", visit.Say("我的", "Mine")) }
            .Concat(visit.Actor.Directory.Departments.Values.Where(d => visit.Actor.Administrator || visit.Actor.Subtree.Contains(d.Id)).OrderBy(d => d.Id)
                .Select(d => ("d" + d.Id.ToString(CultureInfo.InvariantCulture), d.Name)))
            .Concat(Colleagues.Select(m => ("m" + m.Id.ToString(CultureInfo.InvariantCulture), m.Name)))
            .Select(p => (With(scope.Word, p.Item1), p.Item2, p.Item1 == whose));

    /// <summary>Members of the departments that are offered; of the chosen one alone when they are many.</summary>
    private IEnumerable<Member> Colleagues
    {
        get
        {
            var offered = visit.Actor.Directory.Members.Values.Where(m => m.Active && m.Id != visit.Actor.MemberId && (visit.Actor.Administrator || m.Departments.Any(visit.Actor.Subtree.Contains))).OrderBy(m => m.Id).ToList();
            if (scope.Department is not null) offered = [.. offered.Where(m => scope.Members.Contains(m.Id))];
            return offered.Count <= MostPeople ? offered : offered.Where(m => m.Id == scope.Member);
        }
    }

    public string PeriodText => scope.Word == InsightScope.Any ? AnyText : scope.IsTold ? Span : Begun(visit.Say(Period.Words.First(p => p.Key == scope.Word).Label)) + " " + scope.Name;

    private static string Begun(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private string Span => $"{scope.Period.From:yyyy-MM-dd} – {scope.Period.To:yyyy-MM-dd}";

    private string AnyText => visit.Say("不限期间", "Any time");

    /// <summary>The days that are looked at; this month's while no period is asked for.</summary>
    private Period Days => scope.Word != InsightScope.Any ? scope.Period : InsightScope.Of(visit.Actor, Display.Now, null, null, null).Period;

    /// <summary>Whose figures these are, in the few words that a phone has room for.</summary>
    public string PeopleText => whose.Length == 0 ? visit.Say("全部", "All") : People.FirstOrDefault(p => p.Current).Text ?? visit.Say("全部", "All");

    /// <summary>The list of the records behind a figure.</summary>
    public string Behind(WidgetData.Behind behind) => List(behind.Form, behind.Where);

    public string List(Form form, ConditionDefinition? where, string? columns = null) => (new ListAddress($"/app/{form.App.Key}/{form.Key}")
    {
        View = form.Definition.Views[0].Key, Filter = where is null ? null : JsonSerializer.Serialize(where, DefinitionJson.Options), Columns = columns,
    }).Url;

    public string Number(decimal? value, string format) => value is not { } number ? "–" : format switch
    {
        "money" => Figures.Short(number, visit.Chinese),
        "money_per_day" => Figures.Short(number, visit.Chinese) + visit.Say("/天", "/day"),
        "percent" => Figures.Percent(number / 100),
        "days" => decimal.Round(number, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture) + visit.Say(" 天", " days"),
        "times" => "×" + number.ToString("#,0.###", CultureInfo.InvariantCulture),
        "count" => Figures.Count((long)number),
        _ => number.ToString("#,0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>What a group is called: the words of its value, or the name of its span of days.</summary>
    public string Name(Field by, object? key) => key switch
    {
        null => visit.Say("（空）", "(none)"),
        Words words => visit.Say(words),
        DateOnly day when by.Type.Options(by).Count == 0 => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => by.Type.Text(by, key, Display),
    };

    /// <summary>What a span of days is called that begins with the key.</summary>
    public string Name(Field by, object? key, DateBucket bucket) => key is not DateOnly day ? Name(by, key) : bucket switch
    {
        DateBucket.Day or DateBucket.Week => day.ToString("MM-dd", CultureInfo.InvariantCulture),
        DateBucket.Month => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        DateBucket.Quarter => $"{day.Year}Q{(day.Month + 2) / 3}",
        DateBucket.Year => day.Year.ToString(CultureInfo.InvariantCulture),
        _ => Name(by, key),
    };

    public Task Learn(IReadOnlyList<(Widget Widget, WidgetData Data)> widgets) => Learn(widgets.SelectMany(w => w.Data switch
    {
        WidgetData.Bars bars => bars.Rows.Select(r => (bars.By, r.Key)),
        WidgetData.Funnel funnel => funnel.Steps.Select(s => (funnel.By, s.Key)),
        PlotData plot => plot.Points.Select(p => (p.By, p.Key)).Concat(plot.Series.Where(s => s.Of is not null).Select(s => (s.Of!, s.Key))),
        MatrixData matrix => matrix.Rows.Where(r => r.Others == 0).Select(r => (matrix.Down, r.Key)).Concat(matrix.Columns.Where(c => c.Others == 0).Select(c => (matrix.Across, c.Key))),
        PieData pie => pie.Slices.Select(s => (pie.By, s.Key)),
        WidgetData.Table table => table.List.SelectMany(r => table.Columns.Select((c, i) => (c.Field, r.Values[i]))),
        WidgetData.Progress progress => progress.Rows.SelectMany(r => progress.Columns.Select((c, i) => (c.Field, r.Columns[i]))),
        _ => [],
    }));

    public Task Learn(ReportTable table) => table.Definition.Lines is { } lines ? Learn(table.Listed.SelectMany(r => r.Lines(table.Form[lines]).SelectMany(l => table.Form[lines].Lines!.Live.Select(c => (c, l[c]))))) : Learn(table.Rows.SelectMany(r => r.Keys.Select((k, i) => (i == 0 ? table.By.Field : table.Then!.Field, k))));

    private Task Learn(IEnumerable<(Field, object?)> values) => visit.Platform.Query.LearnTitles(visit.Actor, Display, values.Where(v => v.Item2 is not (DateOnly or Words)), visit.Cancel);

    private string With(string word, string people) => $"{url}?period={word}" + (people.Length == 0 ? "&whose=" : "&whose=" + people);
}
