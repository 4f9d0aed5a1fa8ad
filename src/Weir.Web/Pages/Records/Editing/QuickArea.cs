using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>Records begun in a hurry: how the short form opens, what follows its save, and how it becomes the whole form with what was typed. Saves by the road of every form.</summary>
public sealed class QuickArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes) => routes.MapPost("/app/{app}/{form}/new/whole", (Delegate)Whole);

    /// <summary>What makes a link to a new record open the short form; nothing for a form that is begun whole.</summary>
    public static IReadOnlyDictionary<string, object>? Opens(Form? form) => form is null || QuickFields.Of(form) is null ? null : new Dictionary<string, object>
    {
        ["hx-get"] = $"/app/{form.App.Key}/{form.Key}/new?in=quick", ["hx-target"] = "#dialogs", ["hx-swap"] = "beforeend",
    };

    /// <summary>The list shows the new record, and the sheet closes or is empty again: whoever enters a pile of cards keeps what is the same for all.</summary>
    internal static async Task<IResult> Done(FormVisit visit, IFormCollection form, PostedForm posted, Record record, Toast toast)
    {
        var another = form[FormMemo.ThenName] == "new";
        visit.Visit.Http.Response.Headers["HX-Trigger"] = toast.ToTrigger(another ? ["records-changed", "record-saved"] : ["records-changed", "record-saved", "saved-" + posted.Memo.Prefix]);
        if (!another) return Results.NoContent();
        var draft = new Draft(visit.Form);
        foreach (var field in (QuickFields.Of(visit.Form) ?? []).Where(f => posted.Draft.Values.GetValueOrDefault(f.Key) is not null && f.Type.Kind(f) is ValueKind.Choice or ValueKind.Reference)) draft.Set(field.Key, posted.Draft.Values[field.Key]);
        var next = await RecordForm.Load(visit, PostedForm.Empty(draft, FormMemo.New(posted.Memo.Prefix)));
        return Rendered.Fragment<FormBody>(visit.Visit, new Dictionary<string, object?> { ["Form"] = next.Short(), ["InDialog"] = true, ["Quick"] = true });
    }

    /// <summary>The whole form, with all that was typed in the short one.</summary>
    private static async Task<IResult> Whole(HttpContext http)
    {
        var visit = FormVisit.Of(http, Operation.Create);
        if (!visit.Access.Can(Operation.Create)) throw Problem.Forbidden("record.not_allowed", ($"你没有新建{visit.Form.Label.Zh}的权限。", $"You may not create {Words.Inside(visit.Form.Label.En)}.")).Exception();
        var posted = await visit.Visit.Posted();
        var read = new FormReader(visit, posted, null).Read(typing: true);
        var form = await RecordForm.Load(visit, read with { Memo = read.Memo with { Prefix = "f" } }, typing: true);
        http.Response.Headers["HX-Push-Url"] = visit.Url + "/new";
        http.Response.Headers["HX-Trigger"] = JsonSerializer.Serialize(new Dictionary<string, object> { ["saved-" + read.Memo.Prefix] = true });
        return Rendered.Page<FormScreen>(visit.Visit, new PageHead(visit.NewLabel, visit.Form.Key), new Dictionary<string, object?> { ["Form"] = form, ["Carried"] = true });
    }
}
