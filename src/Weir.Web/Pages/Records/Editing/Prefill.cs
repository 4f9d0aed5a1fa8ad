using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>With what a new record begins: values from the address (<c>?account=123</c>), a title that was typed in a list of choices, or a copy.</summary>
public static class Prefill
{
    public static async Task<Draft> Draft(FormVisit visit, IQueryCollection query, string? title)
    {
        var draft = new Draft(visit.Form);
        if (long.TryParse(query["copy"], out var original)) await Copy(visit, draft, original);
        Fill(visit, draft, query, creating: true);
        if (title is { Length: > 0 } && FormFieldChoice.Typed(visit, visit.Form.Title, creating: true) && !draft.Values.ContainsKey(visit.Form.Title.Key)) Take(visit, draft, title);
        return draft;
    }

    /// <summary>The change of a record that begins with what the address says: a step that was refused for what it still needs.</summary>
    public static Draft Change(FormVisit visit, IQueryCollection query, long id)
    {
        var draft = new Draft(visit.Form) { Id = id };
        Fill(visit, draft, query, creating: false);
        return draft;
    }

    private static void Fill(FormVisit visit, Draft draft, IQueryCollection query, bool creating)
    {
        foreach (var field in visit.Form.Live.Where(f => FormFieldChoice.Typed(visit, f, creating)))
        {
            if (field.Lines is not null || !query.TryGetValue(field.Key, out var texts)) continue;
            try
            {
                draft.Set(field.Key, field.Type.FromInput(field, [.. texts.Select(t => t ?? "")], visit.Display));
            }
            catch (ValueError)
            {
                // A value in an address that cannot be read is left out; the field is there to be filled in.
            }
        }
    }

    private static void Take(FormVisit visit, Draft draft, string title)
    {
        try
        {
            draft.Set(visit.Form.Title.Key, visit.Form.Title.Type.FromText(visit.Form.Title, title, visit.Display));
        }
        catch (ValueError)
        {
            // The words were no title for this form.
        }
    }

    /// <exception cref="ProblemException">NotFound: the original may not be seen.</exception>
    private static async Task Copy(FormVisit visit, Draft draft, long id)
    {
        var original = (await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel)).Record;
        foreach (var field in visit.Form.Live.Where(f => FormFieldChoice.Typed(visit, f, creating: true) && !f.System && !f.Definition.Unique && visit.Access.Reads(f)))
        {
            if (field.Lines is { } form)
                draft.Lines[field.Key] = [.. original.Lines(field).Select(l => new DraftLine(null, form.Live.Where(c => FormFieldChoice.TypedColumn(visit, c)).ToDictionary(c => c.Key, c => l[c])))];
            else if (original[field] is { } value) draft.Set(field.Key, value);
        }
    }
}
