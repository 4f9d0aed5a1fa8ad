using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Snippets;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>A text pasted into a new form: shows which field would get what, and fills in what was ticked. Saves nothing.</summary>
public sealed class SnippetArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/app/{app}/{form}/snippet", (Delegate)Look);
        routes.MapPost("/app/{app}/{form}/snippet/take", (Delegate)Take);
    }

    private static async Task<IResult> Look(HttpContext http)
    {
        var (visit, posted) = await Begin(http);
        var text = posted[FormMemo.SnippetName].ToString();
        var read = new FormReader(visit, posted, null).Read(typing: true);
        var (offers, left) = await Offers(visit, text);
        await visit.Learn(offers.Select(o => (o.Field, (object?)o.Value)));
        return Rendered.Fragment<SnippetOffers>(visit.Visit, new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["Posted"] = read, ["Offers"] = offers, ["Left"] = left, ["Empty"] = string.IsNullOrWhiteSpace(text), ["Quick"] = posted[FormMemo.QuickName] == "1",
        });
    }

    private static async Task<IResult> Take(HttpContext http)
    {
        var (visit, posted) = await Begin(http);
        var read = new FormReader(visit, posted, null).Read(typing: true);
        var (offers, _) = await Offers(visit, posted[FormMemo.SnippetName].ToString());
        var taken = offers.Where(o => posted[FormMemo.TakeName].Contains(o.Field.Key)).ToList();
        foreach (var offer in taken)
        {
            read.Draft.Set(offer.Field.Key, offer.Value);
            read.Draft.Errors.RemoveAll(e => e.Field == offer.Field.Key);
        }
        var form = await RecordForm.Load(visit, read with { Typed = read.Typed.Where(t => taken.All(o => o.Field.Key != t.Key)).ToDictionary(t => t.Key, t => t.Value) }, typing: true);
        var dialog = posted.ContainsKey(FormMemo.ShortName);
        if (dialog) form.Short();
        return Rendered.Fragment<FormBody>(visit.Visit, new Dictionary<string, object?>
        {
            ["Form"] = form, ["InDialog"] = dialog, ["Quick"] = posted[FormMemo.QuickName] == "1", ["For"] = posted["__for"].ToString() is { Length: > 0 } f ? f : null, ["Return"] = EditingArea.Local(posted["__return"]),
        });
    }

    private static async Task<(FormVisit Visit, IFormCollection Posted)> Begin(HttpContext http)
    {
        var visit = FormVisit.Of(http, Operation.Create);
        if (!visit.Access.Can(Operation.Create)) throw Problem.Forbidden("record.not_allowed", ($"你没有新建{visit.Form.Label.Zh}的权限。", $"You may not create {Words.Inside(visit.Form.Label.En)}.")).Exception();
        return (visit, await visit.Visit.Posted());
    }

    private static async Task<(IReadOnlyList<SnippetOffer> Offers, IReadOnlyList<SnippetPart> Left)> Offers(FormVisit visit, string text)
    {
        var snippet = SnippetReader.Read(text);
        var fields = visit.Form.Live.Where(f => FormFieldChoice.Typed(visit, f, creating: true)).ToList();
        var known = await Known(visit, fields, snippet);
        return SnippetOffer.Of(fields, snippet, new Display(visit.Chinese, visit.Actor.Directory, visit.Display.Now) { FindRecord = (form, title) => known.TryGetValue((form, title), out var id) ? id : null });
    }

    /// <summary>Records that a link may name: those that are called as the text says, and that the visitor may see.</summary>
    private static async Task<Dictionary<(string Form, string Title), long>> Known(FormVisit visit, IEnumerable<Field> fields, Snippet snippet)
    {
        var known = new Dictionary<(string, string), long>();
        foreach (var field in fields)
        {
            if (FieldMeaning.Of(field) is not { } meaning || field.Type.LinkedForm(field) is not { } key || visit.Other(key) is not { } other) continue;
            foreach (var title in snippet.All(meaning))
            {
                var page = await visit.Visit.Platform.Query.List(visit.Actor, new ListQuery(other.Form)
                {
                    Columns = [new FieldPath([], other.Form.Title)], Limit = 2,
                    Where = Condition.Compile(other.Form, new() { Field = other.Form.Title.Key, Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement(title) }),
                }, visit.Visit.Cancel);
                if (page.Rows.Count == 1) known[(key, title)] = page.Rows[0].Id;
            }
        }
        return known;
    }
}
