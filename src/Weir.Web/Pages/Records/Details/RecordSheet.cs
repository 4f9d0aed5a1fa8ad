using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Search;

namespace Weir.Web.Pages.Records.Details;

/// <summary>One record as a visitor sees it: values by section, facts of its head, what they may do with it. Related records are another matter.</summary>
public sealed class RecordSheet
{
    /// <summary>So few days before a record is taken back its head warns.</summary>
    public const int Soon = 3;

    private const int MostPills = 4;

    private RecordSheet(FormVisit visit, SeenRecord seen, IReadOnlyList<RecordAction> actions, StagePath? path)
    {
        Path = path;
        Actions = actions;
        Visit = visit;
        Seen = seen;
        Sections = [.. FormSection.Of(visit).Select(s => s with { Fields = [.. s.Fields.Where(f => f.Lines is null && seen.State.Shown(f))] }).Where(s => s.Fields.Count > 0), FormSection.System(visit)];
        Lines = [.. FormSection.Of(visit).SelectMany(s => s.Fields).Where(f => f.Lines is not null && seen.State.Shown(f))];
    }

    public FormVisit Visit { get; }

    public SeenRecord Seen { get; }

    /// <summary>What the visitor can do with it now, besides editing.</summary>
    public IReadOnlyList<RecordAction> Actions { get; }

    /// <summary>Where it stands in its pipeline; null for forms without.</summary>
    public StagePath? Path { get; }

    public Record Record => Seen.Record;

    public long Id => Record.Id;

    public string Url => Visit.Record(Id);

    public string Title => Record[Visit.Form.Title] is Masked masked ? masked.Text : Visit.Title(Record[Visit.Form.Title], Id);

    public IReadOnlyList<FormSection> Sections { get; }

    /// <summary>The line items that are shown below each other.</summary>
    public IReadOnlyList<Field> Lines { get; }

    /// <summary>The facts that are a choice: they stand as pills beside the title.</summary>
    public IReadOnlyList<Field> Pills => [.. Facts.Where(f => IsPill(f) && Record[f] is not null).Take(MostPills)];

    /// <summary>The other facts, with room for a figure.</summary>
    public IReadOnlyList<Field> Figures => [.. Facts.Where(f => !IsPill(f) && f.Key != SystemFields.Owner)];

    /// <summary>The running number, unless it is the title.</summary>
    public string? Number => Visit.Form.Live.FirstOrDefault(f => f.Type.NumberingOf(f) is not null && Visit.Access.Reads(f)) is { } number && number != Visit.Form.Title ? Record[number] as string : null;

    public string? Owner => Visit.Access.Reads(Visit.Form[SystemFields.Owner]) && Record[SystemFields.Owner] is long owner ? Visit.Display.MemberName(owner) : null;

    /// <summary>Where the record lies while nobody has it.</summary>
    public string? Pool => Visit.Form.Find(HandingFields.Pool) is { Column: not null } kept && Visit.Access.Reads(kept) && Record[kept] is string pool ? kept.Type.Text(kept, pool, Visit.Display) : null;

    /// <summary>Full days until rules take it back; null when they do not.</summary>
    public int? DaysLeft => Visit.Form.Find(HandingFields.RecycleAt) is { Column: not null } kept && Visit.Access.Reads(kept) && Record[kept] is DateTime at
        ? Math.Max(0, (int)Math.Ceiling((at - Visit.Display.Now).TotalDays)) : null;

    public string? Countdown => DaysLeft switch
    {
        null => null,
        0 => Visit.Say("今晚回收", "Taken back tonight"),
        1 => Visit.Say("将于 1 天后回收", "Taken back in 1 day"),
        var days => Visit.Say($"将于 {days} 天后回收", $"Taken back in {days} days"),
    };

    public DateTime? Updated => Record[SystemFields.UpdatedAt] as DateTime?;

    /// <exception cref="Weir.Engine.Problems.ProblemException">NotFound: absent, deleted or not visible.</exception>
    public static async Task<RecordSheet> Load(FormVisit visit, long id)
    {
        var seen = await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        var sheet = new RecordSheet(visit, seen, await visit.Visit.Platform.Records.Actions(visit.Actor, visit.Form, id, visit.Visit.Cancel), await visit.Visit.Platform.Stages.Of(visit.Actor, visit.Form, id, visit.Visit.Cancel));
        await visit.Learn(sheet.Values());
        return sheet;
    }

    /// <summary>Typed in its place by this visitor, on this record, now.</summary>
    public bool Edits(Field field) => (field.Key == SystemFields.Owner ? Seen.CanAssign : Seen.CanEdit) && Cells.CellPlace.Editable(Visit, field) && !Seen.State.Locked(field);

    private IEnumerable<Field> Facts => Visit.Form.Definition.Facts.Select(Visit.Form.Find).OfType<Field>().Where(f => Visit.Access.Reads(f) && Seen.State.Shown(f) && f != Visit.Form.Title);

    /// <summary>A number to call, for a button on a phone.</summary>
    public string? Phone => Visit.Form.Live.FirstOrDefault(f => f.Type.SearchAs(f) == SearchKind.Phone && Visit.Access.Reads(f) && Record[f] is string) is { } phone ? (string)Record[phone]! : null;

    private static bool IsPill(Field field) => field.Type.Kind(field) == ValueKind.Choice;

    private IEnumerable<(Field Field, object? Value)> Values() => Visit.Form.Live.Where(Visit.Access.Reads).SelectMany(f => f.Lines is { } lines
        ? Record.Lines(f).SelectMany(l => lines.Live.Where(Visit.Access.Reads).Select(c => (c, l[c])))
        : [(f, Record[f])]);
}
