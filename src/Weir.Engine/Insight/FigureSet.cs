using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Insight.Widgets;

namespace Weir.Engine.Insight;

/// <summary>The figures that the formulas of a widget name: its own before those of the app. Reckons only what is named, each once.</summary>
internal sealed class FigureSet
{
    /// <summary>The length of the period, which every formula may name.</summary>
    public const string Days = "days";

    private readonly App app;
    private readonly string place;
    private readonly IReadOnlyDictionary<string, FigureDefinition> own;
    private readonly HashSet<string> others;
    private readonly FigureNames names;
    private readonly Dictionary<string, FigureDefinition> named = [];

    /// <param name="more">Further names that formulas may use; whoever loads the figures gives their values.</param>
    public FigureSet(App app, string place, IReadOnlyDictionary<string, FigureDefinition>? given, params IEnumerable<string> more)
    {
        (this.app, this.place, own, others) = (app, place, given ?? new Dictionary<string, FigureDefinition>(), [Days, .. more]);
        foreach (var (key, figure) in own) FigureCheck.Of(app, $"{place}.{key}", figure);
        names = new FigureNames([.. own.Keys, .. app.Definition.Figures.Keys, .. others]);
    }

    /// <summary>The figures named so far.</summary>
    public IReadOnlyDictionary<string, FigureDefinition> Named => named;

    /// <exception cref="DefinitionError">It cannot be read, or names a figure that does not exist.</exception>
    public Formula Compile(string text)
    {
        try
        {
            var formula = Formula.Compile(text, names);
            foreach (var name in formula.References.Where(n => !others.Contains(n))) Know(name);
            return formula;
        }
        catch (FormulaError wrong)
        {
            throw new DefinitionError(place, wrong.Code, (wrong.Message(true), wrong.Message(false)));
        }
    }

    /// <summary>Takes a figure to those that are loaded.</summary>
    /// <exception cref="DefinitionError">There is no such figure.</exception>
    public FigureDefinition Know(string name) => named[name] = own.GetValueOrDefault(name) ?? app.Definition.Figures.GetValueOrDefault(name)
        ?? throw new DefinitionError(place, "widget.no_figure", ($"没有数字“{name}”。", $"There is no figure '{name}'."));

    /// <summary>Whether the actor may see all that the formulas name.</summary>
    public bool Readable(InsightRun run) => named.Values.All(f => run.Reads(f.Form, [f.Field, f.Date, run.Scope.Member is null ? null : f.People, f.Spread?.From, f.Spread?.To, .. f.Spread?.By ?? []]));

    /// <summary>What is to be said of figures that are set for days of their own; null when there is nothing.</summary>
    public async Task<SpreadNote?> Note(InsightRun run, CancellationToken cancel)
    {
        var spreads = new List<InsightRun.SpreadFigure>();
        foreach (var figure in named.Values.Where(f => f.Spread is not null)) spreads.Add(await run.Spread(figure, cancel));
        return spreads.Any(s => s.Partial || s.Everybodys is not null) ? new(spreads.Any(s => s.Partial && s.Value > 0), spreads.Max(s => s.Everybodys)) : null;
    }

    public async Task<Dictionary<string, decimal?>> Load(InsightRun run, CancellationToken cancel)
    {
        var values = new Dictionary<string, decimal?> { [Days] = run.Days };
        foreach (var (name, figure) in named) values[name] = await run.Figure(figure, cancel);
        return values;
    }

    /// <summary>The records behind a figure.</summary>
    public WidgetData.Behind Behind(InsightRun run, string name) => run.Behind(named[name]);
}
