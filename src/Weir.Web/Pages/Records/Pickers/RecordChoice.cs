using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Records.Pickers;

/// <summary>The records that a link may be given: visible to the visitor, let in by the filter of the field, newest or best fitting first.</summary>
public static class RecordChoice
{
    public const int Most = 20;
    private const int MostFacts = 2;

    /// <param name="forms">More than one for a field that may name records of several forms; their ids then carry the form.</param>
    /// <param name="place"><c>form.field</c>: the field that is filled in; it may narrow the choice.</param>
    /// <exception cref="ProblemException">NotFound: a form or a field that the visitor may not see.</exception>
    public static async Task<IReadOnlyList<PickOption>> Find(Visit visit, IReadOnlyList<string> forms, string? place, string? typed, string? context)
    {
        var field = place is null ? null : FieldAt(visit, place);
        var options = new List<PickOption>();
        foreach (var key in forms)
        {
            if (visit.App?.Find(key) is not { } form || new FormVisit(visit, visit.App, form) is var other && !other.Access.Can(Operation.View))
            {
                if (forms.Count == 1) throw Problem.NotFound("form.not_found").Exception();
                continue;
            }
            options.AddRange(await Find(other, field, typed, context, forms.Count > 1 || field is not null && field.Type.IsReference && field.Type.LinkedForm(field) is null && field.Type.Kind(field) != ValueKind.Many));
        }
        return options;
    }

    private static async Task<IEnumerable<PickOption>> Find(FormVisit visit, Field? field, string? typed, string? context, bool several)
    {
        var facts = visit.Form.Definition.Facts.Select(visit.Form.Find).OfType<Field>()
            .Where(f => f.Column is not null && visit.Access.Reads(f) && f != visit.Form.Title && f.Key != SystemFields.Owner).Take(MostFacts).ToList();
        var owner = visit.Access.Reads(visit.Form[SystemFields.Owner]) ? visit.Form[SystemFields.Owner] : null;
        var columns = new List<Field> { visit.Form.Title };
        columns.AddRange(facts);
        if (owner is not null) columns.Add(owner);
        var host = field is null ? null : PickContext.Read(field.Form.Parent ?? field.Form, context, visit.Display);
        var page = await visit.Visit.Platform.Query.List(visit.Actor, new ListQuery(visit.Form)
        {
            Columns = [.. columns.Select(c => new FieldPath([], c))],
            Where = field?.Type.LinkFilter(field) is { } filter ? Condition.Compile(visit.Form, filter) : Condition.Always,
            Host = host, Search = typed,
            Sort = string.IsNullOrWhiteSpace(typed) ? [(new FieldPath([], visit.Form[SystemFields.UpdatedAt]), true)] : [],
            Limit = Most,
        }, visit.Visit.Cancel);
        await visit.Visit.Platform.Query.LearnTitles(visit.Actor, visit.Display, page.Rows.SelectMany(r => columns.Select((c, i) => (c, r.Values[i]))), visit.Visit.Cancel);
        return page.Rows.Select(row => new PickOption(
            several ? new RecordRef(visit.Form.Key, row.Id).ToString() : row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            row.Values[0] is Masked masked ? masked.Text : visit.Title(row.Values[0], row.Id),
            string.Join(" · ", (several ? [visit.Label] : Array.Empty<string>()).Concat(facts.Select((f, i) => row.Values[i + 1] is Masked m ? m.Text : f.Type.Text(f, row.Values[i + 1], visit.Display)).Where(t => t.Length > 0))),
            owner is not null && row.Values[^1] is long id ? visit.Display.MemberName(id) : null));
    }

    private static Field FieldAt(Visit visit, string place)
    {
        var dot = place.LastIndexOf('.');
        var (key, name) = dot > 0 ? (place[..dot], place[(dot + 1)..]) : ("", place);
        var form = visit.App?.Find(key) ?? visit.App?.Question(key) ?? visit.App?.Forms.Concat(visit.App.Forms.SelectMany(f => f.Actions).Select(a => a.Ask).OfType<Form>()).SelectMany(f => f.LineFields).Select(l => l.Lines!).FirstOrDefault(l => l.Key == key);
        if (form?.Find(name) is not { } field || !FormAccess.Of(visit.Actor, form.Parent ?? form).Sees(field)) throw Problem.NotFound("field.not_found").Exception();
        return field;
    }
}
