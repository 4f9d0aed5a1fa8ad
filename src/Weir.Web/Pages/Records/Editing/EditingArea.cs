using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Capabilities.Pricing;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>Making and changing a record in a form: the pages, the recalculation while somebody types, and the save.</summary>
public sealed class EditingArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/app/{app}/{form}/new", New);
        routes.MapPost("/app/{app}/{form}/new", (HttpContext http, string? @in) => Save(http, null, @in is "dialog" or "quick"));
        routes.MapGet("/app/{app}/{form}/{id:long}/edit", Edit);
        routes.MapPost("/app/{app}/{form}/{id:long}/edit", (HttpContext http, long id) => Save(http, id, dialog: false));
        routes.MapPost("/app/{app}/{form}/recalculate", (Delegate)Recalculate);
        routes.MapPost("/app/{app}/{form}/paste", (Delegate)Paste);
        routes.MapPost("/app/{app}/{form}/prices", (Delegate)Prices);
    }

    private static async Task<IResult> New(HttpContext http, string? @in, string? name, string? @for)
    {
        var visit = FormVisit.Of(http, Operation.Create);
        if (!visit.Access.Can(Operation.Create)) throw Problem.Forbidden("record.not_allowed", ($"你没有新建{visit.Form.Label.Zh}的权限。", $"You may not create {Words.Inside(visit.Form.Label.En)}.")).Exception();
        if (@in == "quick" && QuickFields.Of(visit.Form) is null) return Rendered.Go(visit.Visit, visit.Url + "/new");
        var dialog = @in is "dialog" or "quick";
        var draft = await Prefill.Draft(visit, http.Request.Query, dialog ? name : null);
        var posted = PostedForm.Empty(draft, FormMemo.New(dialog ? "d" + Guid.NewGuid().ToString("N")[..6] : "f"));
        var form = await RecordForm.Load(visit, posted);
        // What the address fills in counts as typed: a default must not come over it.
        if (@in == "quick")
        {
            http.Response.Headers["HX-Trigger"] = QuickDialog.Opened;
            return Rendered.Fragment<QuickDialog>(visit.Visit, new Dictionary<string, object?> { ["Form"] = form.Short() });
        }
        if (dialog) return Rendered.Fragment<FormDialog>(visit.Visit, new Dictionary<string, object?> { ["Form"] = form.Short(), ["For"] = @for });
        return Page(visit, form, Local(http.Request.Query["return"]));
    }

    private static async Task<IResult> Edit(HttpContext http, long id)
    {
        var visit = FormVisit.Of(http);
        return Page(visit, await RecordForm.Load(visit, PostedForm.Empty(Prefill.Change(visit, http.Request.Query, id), FormMemo.New("f"))), Local(http.Request.Query["return"]));
    }

    private static async Task<IResult> Save(HttpContext http, long? id, bool dialog)
    {
        var visit = FormVisit.Of(http, id is null ? Operation.Create : Operation.View);
        var form = await visit.Visit.Posted();
        var posted = new FormReader(visit, form, id).Read(typing: false);
        Saved saved;
        try
        {
            saved = await visit.Visit.Platform.Records.Save(visit.Actor, posted.Draft, visit.Visit.Cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            return await Refused(visit, http, posted, refused.Problem, dialog, form);
        }
        catch (ProblemException refused) when (refused.Problem.Detail is StaleRecord stale && http.Request.Headers.ContainsKey("HX-Request"))
        {
            await visit.Learn(stale.Fields.SelectMany(f => new[] { (f.Field, f.Theirs), (f.Field, f.Mine) }));
            http.Response.Headers["HX-Retarget"] = "#dialogs";
            http.Response.Headers["HX-Reswap"] = "innerHTML";
            return Rendered.Fragment<MergeForm>(visit.Visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Stale"] = stale, ["FormId"] = posted.Memo.Prefix + "-form" }, StatusCodes.Status409Conflict);
        }
        return await Done(visit, http, form, posted, saved, dialog);
    }

    private static async Task<IResult> Refused(FormVisit visit, HttpContext http, PostedForm posted, Problem problem, bool dialog, IFormCollection form)
    {
        var again = await RecordForm.Load(visit, posted, problem);
        if (dialog) again.Short();
        var back = Local(form["__return"]);
        if (!http.Request.Headers.ContainsKey("HX-Request")) return Page(visit, again, back, StatusCodes.Status422UnprocessableEntity);
        return Rendered.Fragment<FormBody>(visit.Visit, new Dictionary<string, object?> { ["Form"] = again, ["InDialog"] = dialog, ["Quick"] = http.Request.Query["in"] == "quick", ["For"] = form["__for"].ToString() is { Length: > 0 } f ? f : null, ["Return"] = back }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Done(FormVisit visit, HttpContext http, IFormCollection form, PostedForm posted, Saved saved, bool dialog)
    {
        var record = saved.Record;
        var title = visit.Access.Reads(visit.Form.Title) ? visit.Title(record[visit.Form.Title], record.Id) : "#" + record.Id;
        var words = saved.Created ? visit.Say($"已新建：{title}", $"Created: {title}") : visit.Say($"已保存：{title}", $"Saved: {title}");
        if (http.Request.Query["in"] == "quick") return await QuickArea.Done(visit, form, posted, record, Toast.Link(words, visit.Say("打开", "Open"), visit.Record(record.Id)));
        if (dialog)
        {
            http.Response.Headers["HX-Trigger"] = JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["toast"] = new { kind = "ok", text = words },
                ["w-pick"] = new { id = form["__for"].ToString(), value = record.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), label = title },
                ["saved-" + posted.Memo.Prefix] = true,
            });
            return Results.NoContent();
        }
        var url = form[FormMemo.ThenName] == "new" ? visit.Url + "/new" : Local(form["__return"]) ?? visit.Record(record.Id);
        if (!http.Request.Headers.ContainsKey("HX-Request")) return Results.LocalRedirect(url);
        http.Response.Headers["HX-Location"] = JsonSerializer.Serialize(new { path = url, target = "#main" });
        return await Task.FromResult(Rendered.Told(visit.Visit, Toast.Ok(words), "record-saved"));
    }

    private static async Task<IResult> Recalculate(HttpContext http)
    {
        var posted = await Visit.Of(http).Posted();
        long? id = long.TryParse(posted[FormMemo.IdName], out var known) ? known : null;
        var visit = FormVisit.Of(http, id is null ? Operation.Create : Operation.View);
        var read = new FormReader(visit, posted, id).Read(typing: true);
        var form = await RecordForm.Load(visit, read, typing: true);
        if (posted.ContainsKey(FormMemo.ShortName)) form.Short();
        return Rendered.Parts(Recalculation.Parts(form, posted));
    }

    /// <summary>Cells of a spreadsheet into the lines: answers the lines as they are now, and everything that follows from them.</summary>
    private static async Task<IResult> Paste(HttpContext http)
    {
        var posted = await Visit.Of(http).Posted();
        long? id = long.TryParse(posted[FormMemo.IdName], out var known) ? known : null;
        var visit = FormVisit.Of(http, id is null ? Operation.Create : Operation.View);
        if (visit.Form.Find(posted[FormMemo.PasteName + "lines"].ToString()) is not { Lines: not null } lines || !FormFieldChoice.Typed(visit, lines, id is null)) throw Problem.NotFound("field.not_found").Exception();
        var read = new FormReader(visit, posted, id) { Whole = lines.Key }.Read(typing: true);
        var row = int.TryParse(posted[FormMemo.PasteName + "row"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : 0;
        var (filled, told) = await PastedLines.Into(visit, read, lines, row, posted[FormMemo.PasteName + "column"].ToString(), posted[FormMemo.PasteName + "text"].ToString());
        List<FieldError> errors = [.. read.Draft.Errors.Where(e => filled.Typed.ContainsKey(e.Field)), .. told.Errors];
        var form = await RecordForm.Load(visit, filled, errors.Count == 0 ? null : Problem.Invalid("record.invalid", ("有些内容需要修改。", "Some things need to be corrected."), [.. errors]), typing: true);
        var words = told.Errors.Count == 0 ? Toast.Ok(visit.Say($"已粘贴 {told.Rows} 行", told.Rows == 1 ? "1 line pasted" : $"{told.Rows} lines pasted"))
            : Toast.Bad(visit.Say($"已粘贴 {told.Rows} 行，有 {told.Errors.Count} 处要看一看", $"{told.Rows} lines pasted, {told.Errors.Count} to look at"));
        http.Response.Headers["HX-Trigger"] = words.ToTrigger();
        return Rendered.Parts([new($"#{form.Id(lines)}-slot", FormFields.Slot(form, lines)), .. Recalculation.Parts(form, posted, lines)]);
    }

    /// <summary>What is worth knowing about the price of one line, as the form stands.</summary>
    private static async Task<IResult> Prices(HttpContext http)
    {
        var posted = await Visit.Of(http).Posted();
        long? id = long.TryParse(posted[FormMemo.IdName], out var known) ? known : null;
        var visit = FormVisit.Of(http, id is null ? Operation.Create : Operation.View);
        if (PriceHistory.Of(visit.Form) is not { } history || !visit.Access.Reads(history.Lines)) throw Problem.NotFound("field.not_found").Exception();
        var read = new FormReader(visit, posted, id) { Whole = history.Lines.Key }.Read(typing: true);
        var record = (await visit.Visit.Platform.Records.Preview(visit.Actor, read.Draft, visit.Visit.Cancel)).Record;
        var lines = record.Lines(history.Lines);
        var line = int.TryParse(posted[FormMemo.PasteName + "row"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var row) && row < lines.Count ? lines[row] : null;
        var buyer = visit.Access.Reads(history.Buyer) ? record[history.Buyer] as long? : null;
        var former = buyer is { } who && line?[history.Product] is long product ? await history.Find(visit.Visit.Platform.Query, visit.Actor, who, product, id, visit.Visit.Cancel) : [];
        var book = history.Book is { } link && visit.Access.Reads(link) ? link : null;
        if (book is not null) await visit.Learn([(book, record[book])]);
        return Rendered.Fragment<PriceHint>(visit.Visit, new Dictionary<string, object?>
        {
            ["Visit"] = visit, ["History"] = history, ["Line"] = line, ["HasBuyer"] = buyer is not null, ["Former"] = former, ["Book"] = book is null ? null : book.Type.Text(book, record[book], visit.Display),
        });
    }

    private static IResult Page(FormVisit visit, RecordForm form, string? back, int status = 200) =>
        Rendered.Page<FormScreen>(visit.Visit, new PageHead(form.Creating ? visit.NewLabel : visit.Say("编辑", "Edit") + " " + visit.Label, visit.Form.Key),
            new Dictionary<string, object?> { ["Form"] = form, ["Return"] = back }, status);

    /// <summary>A way back that stays in this program.</summary>
    internal static string? Local(string? url) => url is ['/', not ('/' or '\\'), ..] ? url : null;
}
