using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Weir.Web.Ui.Gallery;

/// <summary>Serves the gallery of parts at /ui-gallery while developing; it is never mapped in production.</summary>
/// <remarks>?lang=en|zh-CN and ?theme=light|dark choose the face. The small answers at the end feed the custom elements.</remarks>
internal static class GalleryRoutes
{
    public static void MapGallery(this WebApplication app)
    {
        var gallery = app.MapGroup("/ui-gallery").DisableAntiforgery();
        gallery.MapGet("/{part?}", (string? part, string? lang, string? theme) => new RazorComponentResult<GalleryPage>(new
        {
            Part = part ?? "parts",
            Lang = lang ?? "zh-CN",
            Theme = theme,
        }));
        gallery.MapGet("/options", (string? q) => Html(string.Concat(Sample.Rows.Where(row => row.Name.Contains(q ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(row => Markup.Of($"<li class=\"w-option\" role=\"option\" data-value=\"{row.Id}\" data-label=\"{row.Name}\"><span class=\"w-option-text\">{row.Name}<small>{row.Person} · {row.Source}</small></span><span class=\"w-option-note\">李伟</span></li>").Html))));
        gallery.MapGet("/search", (string? q) => Html("<div class=\"w-palette-group\">客户</div>" + string.Concat(Sample.Rows.Where(row => row.Name.Contains(q ?? "", StringComparison.OrdinalIgnoreCase))
            .Select(row => Markup.Of($"<a class=\"w-option\" role=\"option\" href=\"/ui-gallery/record\">{Kit.Icon("building")}<span class=\"w-option-text\">{row.Name}</span><span class=\"w-option-note\">{row.Person}</span></a>").Html))));
        gallery.MapGet("/regions", (string? parent) => TypedResults.Json(Regions(parent)));
        gallery.MapGet("/cell/{field}", (string field, string? row) => Html(Markup.Of($"<form hx-patch=\"/ui-gallery/cell/{field}\" hx-target=\"closest [data-edit]\" hx-swap=\"innerHTML\"><input class=\"w-input\" name=\"value\" value=\"137 7531 2266\"></form>").Html));
        gallery.MapPatch("/cell/{field}", SaveCell);
        gallery.MapGet("/dialog", (string? name) => new RazorComponentResult<DialogSample>(new { Name = name ?? "" }));
        gallery.MapGet("/drawer", () => new RazorComponentResult<DrawerSample>());
        gallery.MapPost("/act", (HttpResponse response) => { response.Headers["HX-Trigger"] = Toast.Ok("已保存：苏州恒力精密机械有限公司", ("撤销", "/ui-gallery/act")).ToTrigger("gallery-saved"); return TypedResults.NoContent(); });
        gallery.MapPost("/refuse", () => TypedResults.Problem("今日领取已达上限 5 条，明天 00:00 恢复", statusCode: 429));
        gallery.MapPost("/files", (IFormFile file) => TypedResults.Json(new { id = 7, name = file.FileName, url = "/ui-gallery" }));
    }

    private static IResult SaveCell(string field, [FromForm] string value, HttpResponse response)
    {
        if (value.Length > 0) return Html(Markup.Text(value).Html);
        response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Html(Markup.Of($"<form hx-patch=\"/ui-gallery/cell/{field}\" hx-target=\"closest [data-edit]\" hx-swap=\"innerHTML\"><input class=\"w-input\" name=\"value\" aria-invalid=\"true\" title=\"手机 必填\"></form>").Html);
    }

    private static ContentHttpResult Html(string html) => TypedResults.Content(html, "text/html; charset=utf-8");

    private static object Regions(string? parent) => parent switch
    {
        null => new[] { new { value = "320000", text = "江苏", leaf = false }, new { value = "330000", text = "浙江", leaf = false }, new { value = "310000", text = "上海", leaf = false } },
        "320000" => new[] { new { value = "320500", text = "苏州", leaf = false }, new { value = "320200", text = "无锡", leaf = false } },
        _ => new[] { new { value = parent + "1", text = "吴中区", leaf = true }, new { value = parent + "2", text = "姑苏区", leaf = true } },
    };
}
