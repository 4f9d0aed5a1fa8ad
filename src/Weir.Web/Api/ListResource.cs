using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>The records of a form: a page of them by cursor, and creating one. Lines come with the single record only.</summary>
internal static class ListResource
{
    private const int MostFields = 100;
    private const int MostSorts = 4;
    private const int LongestSearch = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/{app}/{form}", List);
        api.MapPost("/{app}/{form}", RecordResource.Create);
    }

    private static async Task<IResult> List(Visit visit, string form)
    {
        var sent = new SentQuery(visit.Http.Request, "fields", "filter", "sort", "cursor", "limit", "search", "count", "text");
        var access = FormAccess.Of(visit.Actor, visit.Form(form));
        var query = Read(access, sent);
        var page = await visit.Platform.Query.List(visit.Actor, query, visit.Cancel);
        var display = sent.Flag("text") ? await Learned(visit, query, page) : null;
        var answer = new JsonObject
        {
            ["items"] = new JsonArray([.. page.Rows.Select(row => Row(query, row, display))]),
            ["next"] = page.Next,
        };
        if (sent.Flag("count"))
        {
            var count = await visit.Platform.Query.Count(visit.Actor, query, visit.Cancel);
            var most = RecordQuery.CountCap - 1;
            answer["count"] = Math.Min(count, most);
            answer["countText"] = count > most ? $"{most}+" : $"{count}";
            answer["countCapped"] = count > most;
        }
        return new ApiAnswer(answer);
    }

    private static ListQuery Read(FormAccess access, SentQuery sent)
    {
        var fields = sent.List("fields").Where(f => f is not ("id" or "version")).Distinct().ToList();
        if (fields.Count > MostFields) throw SentQuery.Wrong("fields", "query.too_wide", ($"最多 {MostFields} 个字段。", $"At most {MostFields} fields.")).Exception();
        var sort = sent.List("sort");
        if (sort.Count > MostSorts) throw SentQuery.Wrong("sort", "query.too_wide", ($"最多按 {MostSorts} 个字段排序。", $"At most {MostSorts} fields to sort by.")).Exception();
        var search = sent.Text("search");
        if (search?.Length > LongestSearch) throw SentQuery.Wrong("search", "query.bad", ($"最多 {LongestSearch} 个字。", $"At most {LongestSearch} characters.")).Exception();
        var query = new ListQuery(access.Form)
        {
            Columns = sent.Text("fields") is null
                ? [.. Exposed.Fields(access).Where(f => f.Column is not null).Select(f => new FieldPath([], f))]
                : [.. fields.Select(f => SentPaths.Find(access, f, FieldRight.Masked))],
            Sort = [.. sort.Select(s => (SentPaths.Find(access, s.StartsWith('-') ? s[1..] : s, FieldRight.Read), s.StartsWith('-')))],
            Where = SentFilter.Read(access, sent.Text("filter")),
            After = sent.Text("cursor"),
            Limit = (int)sent.Number("limit", 50, RecordQuery.MostRows),
            Search = search?.Replace("\0", "", StringComparison.Ordinal),
        };
        SentPaths.Demand(query.Columns.Concat(query.Sort.Select(s => s.Path)).Concat(query.Where.Paths));
        return query;
    }

    private static JsonObject Row(ListQuery query, ListRow row, Display? display)
    {
        var json = new JsonObject { ["id"] = row.Id, ["version"] = row.Version };
        var (masked, text) = (new JsonObject(), new JsonObject());
        foreach (var (path, value) in query.Columns.Zip(row.Values))
        {
            if (value is Masked hint) masked[path.Text] = hint.Text;
            json[path.Text] = value is Masked ? null : path.Field.Type.ToJson(path.Field, value);
            if (display is not null && value is not Masked) text[path.Text] = path.Field.Type.Text(path.Field, value, display);
        }
        if (masked.Count > 0) json[RecordJson.MaskedMember] = masked;
        if (display is not null) json[RecordJson.TextMember] = text;
        return json;
    }

    private static async Task<Display> Learned(Visit visit, ListQuery query, ListPage page)
    {
        var display = visit.Display();
        await visit.Platform.Query.LearnTitles(visit.Actor, display, page.Rows.SelectMany(r => query.Columns.Zip(r.Values, (c, v) => (c.Field, v))), visit.Cancel);
        return display;
    }
}
