using Weir.Engine.Access;
using Weir.Engine.Capabilities.Duplicates;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Web.Pages.Records.Pickers;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>A form on screen: the record as it would be saved now, what rules make of its fields, and what was refused. Made by one preview; saves nothing.</summary>
public sealed class RecordForm
{
    private const string NotUnique = "field.not_unique", Probable = "duplicate.probable";

    private readonly Dictionary<string, long> twins = [];
    private bool isShort;

    private RecordForm(FormVisit visit, PostedForm posted, Preview preview, IReadOnlyList<FieldError> errors, IReadOnlyDictionary<string, Record> fresh)
    {
        Visit = visit;
        Posted = posted;
        State = preview.State;
        Record = RecordQuery.Veil(visit.Access, preview.Record);
        Errors = [.. errors.Where(e => e.Code != Probable)];
        MustLook = errors.Any(e => e.Code == Probable);
        Fresh = fresh;
        Sections = FormFieldChoice.Sections(visit, Creating);
    }

    public FormVisit Visit { get; }

    public PostedForm Posted { get; }

    public Record Record { get; }

    public FormState State { get; }

    public IReadOnlyList<FieldError> Errors { get; }

    /// <summary>What is probably the same.</summary>
    public IReadOnlyList<Likeness> Likely { get; private set; } = [];

    /// <summary>The save waits until the visitor has seen what is probably the same.</summary>
    public bool MustLook { get; }

    /// <summary>By line-items field a line as it begins, with its defaults.</summary>
    public IReadOnlyDictionary<string, Record> Fresh { get; }

    public IReadOnlyList<FormSection> Sections { get; private set; }

    public string Prefix => Posted.Memo.Prefix;

    public bool Creating => Posted.Draft.Id is null;

    public long Version => Posted.Draft.SeenVersion ?? Record.Version;

    /// <summary>What a question has begun with and nobody sees, such as the version that the person has before their eyes; it comes back as it went.</summary>
    public IEnumerable<(Field Field, string Value)> Unseen => !Visit.Form.IsQuestion ? [] : Visit.Form.Live.Where(f => f.Definition.Hidden && Posted.Draft.Values.GetValueOrDefault(f.Key) is string).Select(f => (f, (string)Posted.Draft.Values[f.Key]!));

    /// <summary>The same key twice creates one record.</summary>
    public string Once => Posted.Draft.IdempotencyKey ?? Guid.NewGuid().ToString("N");

    public string Url => Creating ? Visit.Url + "/new" : Visit.Record(Posted.Draft.Id!.Value) + "/edit";

    public string FormId => Prefix + "-form";

    /// <exception cref="ProblemException">NotFound, Forbidden.</exception>
    /// <param name="visit">Who types.</param>
    /// <param name="posted">What was typed.</param>
    /// <param name="refused">What a save refused.</param>
    /// <param name="typing">Somebody is still typing: only a twin is worth telling already.</param>
    public static async Task<RecordForm> Load(FormVisit visit, PostedForm posted, Problem? refused = null, bool typing = false)
    {
        var records = visit.Visit.Platform.Records;
        var preview = await records.Preview(visit.Actor, posted.Draft, visit.Visit.Cancel);
        var fresh = new Dictionary<string, Record>();
        if (visit.Form.LineFields.Any(f => FormFieldChoice.Typed(visit, f, posted.Draft.Id is null)))
        {
            var one = new Draft(visit.Form) { Id = posted.Draft.Id };
            foreach (var field in visit.Form.LineFields.Where(f => FormFieldChoice.Typed(visit, f, posted.Draft.Id is null))) one.Lines[field.Key] = [new DraftLine(null, new Dictionary<string, object?>())];
            var begun = (await records.Preview(visit.Actor, one, visit.Visit.Cancel)).Record;
            foreach (var key in one.Lines.Keys) fresh[key] = begun.Lines(visit.Form[key])[0];
        }
        var errors = refused?.Errors ?? (typing ? [.. preview.Errors.Where(e => e.Code == NotUnique && posted.Draft.Values.ContainsKey(e.Field))] : []);
        var form = new RecordForm(visit, posted, preview, errors, fresh);
        if (DuplicateQuery.Has(visit.Form)) form.Likely = await visit.Visit.Platform.Duplicates.Of(visit.Actor, preview.Record, visit.Visit.Cancel);
        await visit.Learn(form.Values());
        foreach (var error in errors.Where(e => e.Code == NotUnique))
            if (visit.Form.Find(error.Field) is { } field && await visit.Visit.Platform.Query.Twin(visit.Actor, field, preview.Record, visit.Visit.Cancel) is { } twin) form.twins[field.Key] = twin;
        return form;
    }

    /// <summary>A text can be taken apart for it: at least two of its fields say what their values mean.</summary>
    public bool TakesSnippets => Creating && !Visit.Form.IsQuestion && Visit.Form.Live.Count(f => Typed(f) && FieldMeaning.Of(f) is not (null or Meaning.Note)) > 1;

    /// <summary>Only the fields that a short form needs: those that the form is begun with in a hurry, what is required, and what is already filled in. A form that is
    /// begun whole shows its first section besides its title.</summary>
    public RecordForm Short()
    {
        isShort = true;
        var quick = QuickFields.Of(Visit.Form);
        Sections = quick is null
            ? [.. Sections.Select(s => s with { Fields = [.. s.Fields.Where(f => f == Visit.Form.Title || State.Required(f) || Record[f] is not null && FormFieldChoice.Typed(Visit, f, Creating) || s == Sections[0])] }).Where(s => s.Fields.Count > 0)]
            : [new(Visit.Label, [.. quick.Where(Sections.SelectMany(s => s.Fields).Contains), .. Sections.SelectMany(s => s.Fields).Where(f => !quick.Contains(f) && f.Lines is null && Typed(f) && (!Aside(f) || MayBeAsked(f)))])];
        return this;
    }

    /// <summary>In a short form: it stands there unseen, until a rule asks for it or something is said of it.</summary>
    public bool Aside(Field field) => isShort && QuickFields.Of(Visit.Form) is { } quick && !quick.Contains(field)
        && !(State.Required(field) && Record[field] is null) && !Posted.Draft.Values.ContainsKey(field.Key) && !Errors.Any(e => e.Field == field.Key) && !Posted.Typed.ContainsKey(field.Key);

    private bool MayBeAsked(Field field) => Visit.Form.Rules.Any(r => r.Definition is { Kind: RuleKind.Require } rule && rule.Fields.Contains(field.Key));

    public string Id(Field field) => $"{Prefix}-{field.Key}";

    public bool Typed(Field field) => FormFieldChoice.Typed(Visit, field, Creating);

    public bool Locked(Field field) => !Typed(field) || State.Locked(field);

    /// <summary>Why somebody who could edit it otherwise cannot now, where a rule says so.</summary>
    public Words? Why(Field field) => Typed(field) ? State.Why(field) : null;

    public string? Error(string name) => Errors.FirstOrDefault(e => e.Field == name) is { } error ? Visit.Say(error.Message) : null;

    /// <summary>The address of the other record that holds a unique value, where the visitor may see it.</summary>
    public string? TwinUrl(Field field) => twins.TryGetValue(field.Key, out var id) ? Visit.Record(id) : null;

    /// <summary>What is reckoned from the lines stands beside them: a section of which at least half is computed, in a form with line items.</summary>
    public bool IsSums(FormSection section) => Visit.Form.LineFields.Count > 0 && section.Fields.All(f => !FormSection.IsWide(f) || f.Formula is not null) && section.Fields.Count(f => !Typed(f)) * 2 >= section.Fields.Count;

    public bool InSums(Field field) => !isShort && Sections.Any(s => s.Fields.Contains(field) && IsSums(s));

    /// <summary>The first computed figure among the facts of the form: what all the others lead to.</summary>
    public Field? Total => Visit.Form.Definition.Facts.Select(Visit.Form.Find).OfType<Field>().FirstOrDefault(f => f.Formula is not null && f.Type.Kind(f) == ValueKind.Number);

    /// <summary>What was typed and could not be taken; null where the value itself is shown.</summary>
    private IReadOnlyList<string>? Raw(string name) => Posted.Typed.GetValueOrDefault(name) ?? (Error(name) is null ? null : Posted.Raw.GetValueOrDefault(name));

    /// <summary>What the control of a field needs to know.</summary>
    public InputState Input(Field field) => new(
        field.Key, Id(field), Record[field], Raw(field.Key), Locked(field), State.Required(field), Error(field.Key) is null ? null : Id(field) + "-error",
        State.Options(field), Visit.Base, PickContext.Of(Record, field), NewUrl(field));

    public InputState Input(Field lines, Field column, Record line, int number)
    {
        var name = $"{lines.Key}[{number}].{column.Key}";
        var id = $"{Prefix}-{lines.Key}-{number}-{column.Key}";
        return new(name, id, line[column], Raw(name), Locked(lines) || !FormFieldChoice.TypedColumn(Visit, column), State.Required(column), Error(name) is null ? null : id + "-error",
            State.Options(column), Visit.Base, PickContext.Of(Record, column), NewUrl(column));
    }

    /// <summary>What the page must remember of a line: for each column that nobody typed, and that comes again by itself, a hash of what stands there.</summary>
    public string LineWas(Field lines, Record line, int number, bool fresh = false)
    {
        var drafts = fresh ? null : Posted.Draft.Lines.GetValueOrDefault(lines.Key);
        var draft = drafts is not null && number < drafts.Count ? drafts[number] : null;
        // A line that an action or an address began with, and that is not stored, is typed.
        if (!fresh && draft is null && line.Id == 0) return "";
        var kept = fresh ? null : Posted.LineSeen.GetValueOrDefault($"{lines.Key}[{number}]");
        return FormMemo.Write(FormFieldChoice.Columns(Visit, lines).Where(c => FormFieldChoice.TypedColumn(Visit, c))
            .Select(c => (c.Key, Hash: kept?.GetValueOrDefault(c.Key) ?? (draft?.Values.ContainsKey(c.Key) == true ? null : FormMemo.Of(c, line[c])))).Where(c => c.Hash is not null).Select(c => KeyValuePair.Create(c.Key, c.Hash!)));
    }

    /// <summary>How a control is drawn, apart from what is typed in it; when it differs from what the page remembers, it is drawn again.</summary>
    public string Face(Field field) => FormMemo.Of($"{State.Shown(field)}{(Aside(field) ? "aside" : "")}|{State.Required(field)}|{Locked(field)}{State.Why(field)?.En}|{string.Join('/', State.Options(field) ?? [])}|{PickContext.Of(Record, field)}{string.Concat(field.Lines?.Live.Select(c => PickContext.Of(Record, c)) ?? [])}|{(Typed(field) ? "" : FormMemo.Of(field, Record[field]))}|{(Errors.Any(e => e.Field == field.Key && e.Code == NotUnique) ? NotUnique : "")}|{Currency(field)}");

    /// <summary>The sign that stands at its amounts.</summary>
    private string Currency(Field field) => (field.Lines?.Live.FirstOrDefault(c => c.StandsIn is not null) ?? field) is { StandsIn: not null } money ? Visit.Display.For(money, Record, Record).Currency : "";

    /// <summary>What the page must remember: for each control the value that it holds untouched.</summary>
    public IEnumerable<KeyValuePair<string, string>> Was()
    {
        foreach (var field in Fields.Where(Typed))
        {
            // What somebody typed stays typed: it is compared with what it was before they did.
            if (field.Lines is not null) yield return new(field.Key, Posted.Draft.Lines.ContainsKey(field.Key) && Posted.Memo.Was.TryGetValue(field.Key, out var before) ? before : LinesWas(field));
            else if (Posted.Draft.Values.ContainsKey(field.Key) || Posted.Typed.ContainsKey(field.Key)) { if (Posted.Memo.Was.TryGetValue(field.Key, out var was)) yield return new(field.Key, was); }
            else yield return new(field.Key, FormMemo.Of(field, Record[field]));
        }
    }

    public IEnumerable<KeyValuePair<string, string>> Faces() => Fields.Select(f => KeyValuePair.Create(f.Key, Face(f)));

    public IEnumerable<Field> Fields => Sections.SelectMany(s => s.Fields);

    private string LinesWas(Field field)
    {
        var columns = FormFieldChoice.Columns(Visit, field).Where(c => FormFieldChoice.TypedColumn(Visit, c)).ToList();
        return FormMemo.Of(Record.Lines(field).Select(l => ((long?)(l.Id == 0 ? null : l.Id), (IReadOnlyDictionary<string, object?>)columns.ToDictionary(c => c.Key, c => l[c]))), field.Lines!, columns);
    }

    /// <summary>Where a record that is missing from the list of a link is made, beside this form.</summary>
    private string? NewUrl(Field field) => field.Type.LinkedForm(field) is { } key && Visit.Other(key) is { } other && other.Access.Can(Operation.Create)
        ? $"{other.Url}/new?in=dialog&{PickContext.Of(Record, field)}".TrimEnd('&') : null;

    private IEnumerable<(Field, object?)> Values() => Fields.SelectMany(f => f.Lines is { } lines
        ? Record.Lines(f).Append(Fresh.GetValueOrDefault(f.Key)).OfType<Record>().SelectMany(l => lines.Live.Select(c => (c, l[c])))
        : [(f, Record[f])]);
}
