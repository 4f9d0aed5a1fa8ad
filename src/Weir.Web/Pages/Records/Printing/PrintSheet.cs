using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Printing;

/// <summary>One record as it goes on paper: a layout of its form, in one language, with or without prices, and never more than its reader may see.</summary>
public sealed class PrintSheet
{
    private readonly HashSet<string> left;

    private PrintSheet(FormVisit visit, SeenRecord seen, PrintDefinition layout, bool chinese, bool priced)
    {
        (Visit, Seen, Layout, Chinese, Priced) = (visit, seen, layout, chinese, priced);
        left = priced ? [] : [.. layout.Prices];
        Display = new Display(chinese, visit.Actor.Directory, visit.Display.Now);
        var tables = layout.Lines is null ? [] : new[] { layout.Lines };
        if (layout.Key == Whole) tables = [.. visit.Form.LineFields.Select(l => l.Key)];
        Tables = [.. tables.Select(visit.Form.Find).OfType<Field>().Where(f => !f.Definition.Hidden && Shows(f) && seen.Record.Lines(f).Count > 0).Select(f => (f, Columns(f)))];
    }

    /// <summary>The layout of a form that has none: everything, as on its page.</summary>
    public const string Whole = "record";

    public FormVisit Visit { get; }

    public SeenRecord Seen { get; }

    public PrintDefinition Layout { get; }

    public bool Chinese { get; }

    public bool Priced { get; }

    public Display Display { get; }

    public Record Record => Seen.Record;

    public Letterhead Letterhead => Visit.Actor.Directory.Letterhead;

    public string Company => !Chinese && Letterhead.NameEn is { } name ? name : Visit.Actor.Directory.Company;

    /// <summary>Address, telephone and website, as far as they are known.</summary>
    public IReadOnlyList<string> From => [.. new[] { Chinese ? Letterhead.Address ?? Letterhead.AddressEn : Letterhead.AddressEn ?? Letterhead.Address, Told("电话：", "Tel. ", Letterhead.Phone), Letterhead.Website }.OfType<string>()];

    public IReadOnlyList<string> Foot => [.. new[] { Told("税号：", "Tax no. ", Letterhead.TaxNo), Told("开户行及账号：", "Bank account: ", Letterhead.Bank) }.OfType<string>()];

    public string Heading => (Layout.Heading ?? Layout.Label).In(Chinese);

    public IReadOnlyList<(Field Field, string Text)> Fields => Of(Layout.Fields);

    public IReadOnlyList<(Field Field, IReadOnlyList<Field> Columns)> Tables { get; }

    public IReadOnlyList<(Field Field, string Text)> Sums => Of(Layout.Sums);

    public IReadOnlyList<(Field Field, string Text)> Texts => Of(Layout.Texts);

    public static IReadOnlyList<PrintDefinition> Layouts(Form form) => form.Definition.Prints is { Count: > 0 } prints ? prints : [Default(form)];

    /// <exception cref="Weir.Engine.Problems.ProblemException">NotFound: no such record, or none that the visitor may see.</exception>
    public static async Task<PrintSheet> Load(FormVisit visit, long id, string? layout, bool chinese, bool priced)
    {
        var layouts = Layouts(visit.Form);
        var sheet = new PrintSheet(visit, await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel), layouts.FirstOrDefault(l => l.Key == layout) ?? layouts[0], chinese, priced);
        var values = visit.Form.Live.Where(sheet.Shows).SelectMany(f => f.Lines is { } lines
            ? sheet.Record.Lines(f).SelectMany(l => lines.Live.Where(visit.Access.Reads).Select(c => (c, l[c]))) : [(f, sheet.Record[f])]).Where(v => v.Item2 is not null and not Masked).ToList();
        await visit.Visit.Platform.Query.LearnTitles(visit.Actor, sheet.Display, values, visit.Visit.Cancel);
        await visit.Visit.Platform.Files.Learn(visit.App, sheet.Display, values.Where(v => v.Item1.Type.HoldsFiles).SelectMany(v => v.Item1.Type.FileIds(v.Item1, v.Item2)), visit.Visit.Cancel);
        return sheet;
    }

    public string Say(string zh, string en) => Chinese ? zh : en;

    public string Label(Field field) => field.Label.In(Chinese);

    public string Text(Field field, object? value) => Text(field, value, Display);

    private static string Text(Field field, object? value, Display display) => value is null or Masked ? "" : field.Type.Text(field, value, display);

    /// <summary>What the paper is called: its number, or its title.</summary>
    public string Name => Visit.Form.Live.FirstOrDefault(f => f.Type.NumberingOf(f) is not null && Shows(f)) is { } number && Record[number] is string no ? no
        : Shows(Visit.Form.Title) ? Text(Visit.Form.Title, Record[Visit.Form.Title]) : "#" + Record.Id;

    /// <summary>This paper in another layout, language or copy.</summary>
    public string Url(string? layout = null, bool? chinese = null, bool? priced = null, string page = "print") =>
        $"{Visit.Record(Record.Id)}/{page}?layout={layout ?? Layout.Key}&lang={(chinese ?? Chinese ? "zh" : "en")}{(priced ?? Priced ? "" : "&prices=no")}";

    private string? Told(string zh, string en, string? text) => text is null ? null : Say(zh, en) + text;

    private bool Shows(Field field) => Visit.Access.Reads(field) && Seen.State.Shown(field);

    private IReadOnlyList<Field> Columns(Field lines) =>
        [.. (Layout.Key == Whole ? lines.Lines!.Live.Where(c => !c.Definition.Hidden) : Layout.Columns.Select(lines.Lines!.Find).OfType<Field>())
            .Where(c => Visit.Access.Reads(c) && !left.Contains($"{lines.Key}.{c.Key}") && Record.Lines(lines).Any(l => Text(c, l[c]).Length > 0))];

    private IReadOnlyList<(Field, string)> Of(IReadOnlyList<string> keys) =>
        [.. keys.Where(k => !left.Contains(k)).Select(Visit.Form.Find).OfType<Field>().Where(Shows).Select(f => (f, Text(f, Record[f], Display.For(f, Record)))).Where(f => f.Item2.Length > 0)];

    private static PrintDefinition Default(Form form)
    {
        var fields = form.Definition.Sections.SelectMany(s => s.Fields).Concat(form.Live.Where(f => !f.System).Select(f => f.Key)).Distinct().Select(form.Find).OfType<Field>()
            .Where(f => f.Lines is null && !f.Definition.Hidden && f.Type.RelatedOf(f) is null && !f.Type.HoldsFiles).ToList();
        return new() { Key = Whole, Label = form.Label, Fields = [.. fields.Where(f => !FormSection.IsWide(f)).Select(f => f.Key)], Texts = [.. fields.Where(FormSection.IsWide).Select(f => f.Key)] };
    }
}
