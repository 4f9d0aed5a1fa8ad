using Microsoft.Net.Http.Headers;
using Weir.Engine.Access;
using Weir.Engine.Files;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Pages.Records;

namespace Weir.Web.Pages.Files;

/// <summary>Takes uploads in and hands attachments out. Who may, the record and the field decide; what the browser may do with them, the headers.</summary>
public sealed class FileArea : PageArea
{
    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/app/{app}/files", Upload);
        routes.MapGet("/app/{app}/files/{id:long}/{name?}", Download);
    }

    /// <summary>Answers what the page needs to name the file: its id, its name as it was kept, its address.</summary>
    /// <param name="visit">Who uploads.</param>
    /// <param name="field"><c>form.field</c> or <c>form.lines.column</c>: the file is for a save that will name it.</param>
    /// <param name="record"><c>form:id</c>: the file is put on this record at once.</param>
    private static async Task<IResult> Upload(Visit visit, string? field, string? record)
    {
        var target = record is null ? ForField(visit, field) : ForRecord(visit, record);
        if ((await visit.Posted()).Files is not [var sent]) throw Problem.Invalid("file.missing", ("请选择一个文件。", "Choose one file.")).Exception();
        if (target.Field is { } named && !named.Type.TakesFile(FileName.TypeOf(FileName.Clean(sent.FileName))))
            throw Problem.Invalid("file.wrong_type", ("这里只能上传 PNG、JPG、GIF 或 WebP 图片。", "Only PNG, JPG, GIF or WebP pictures can be put here.")).Exception();
        await using var content = sent.OpenReadStream();
        var files = visit.Platform.Files;
        var kept = await files.Upload(visit.Actor, target.Form, sent.FileName, content, visit.Cancel);
        if (target.Record is { } id) await files.Attach(visit.Actor, target.Form, id, kept.Id, visit.Cancel);
        return Results.Json(new { id = kept.Id, name = kept.Name, url = FileAddress.Of(visit.TheApp.Key, kept), type = kept.Type, size = kept.Size });
    }

    private static async Task<IResult> Download(Visit visit, long id, string? download)
    {
        var (file, content) = await visit.Platform.Files.Open(visit.Actor, visit.TheApp, id, visit.Cancel);
        var headers = visit.Http.Response.Headers;
        var shown = download is null && FileAddress.Shows(file.Type);
        var disposition = new ContentDispositionHeaderValue(shown ? "inline" : "attachment");
        // The name that was kept, never the one in the address.
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = FileName.IsPicture(file.Type) || !shown
            ? "default-src 'none'; sandbox; frame-ancestors 'none'"
            : "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        headers.CacheControl = "private, no-cache";
        return Results.Stream(content, file.Type, entityTag: new EntityTagHeaderValue($"\"{file.Id}\""), enableRangeProcessing: true);
    }

    private static (Form Form, Field? Field, long? Record) ForField(Visit visit, string? text)
    {
        if (text is not null && text.IndexOf('.') is > 0 and var dot && (visit.TheApp.Find(text[..dot]) ?? visit.TheApp.Question(text[..dot])) is { } form
            && form.Path(text[(dot + 1)..]) is { Field: var field } path && (path.InLines ? path.Via.Count == 1 : path.Via.Count == 0)
            && field.Type.HoldsFiles && FormAccess.Of(visit.Actor, form).Edits(field)) return (form, field, null);
        throw Problem.NotFound("field.not_found").Exception();
    }

    private static (Form Form, Field? Field, long? Record) ForRecord(Visit visit, string text) =>
        text.IndexOf(':') is > 0 and var colon && visit.TheApp.Find(text[..colon]) is { } form && FormAccess.Of(visit.Actor, form).Can(Operation.View) && long.TryParse(text.AsSpan(colon + 1), out var id)
            ? (form, null, id) : throw Problem.NotFound().Exception();
}
