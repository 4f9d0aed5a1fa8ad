using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Migrations;

/// <summary>
/// Organisation step 4: "own" once counted the records in which somebody is a collaborator; since then that is the level "collaborators". Stored roles keep
/// what they meant, in every version of every app. Frozen; knows of a definition only the members it writes.
/// </summary>
internal static class CollaboratorLevel
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static async ValueTask Apply(Session session, SqlName schema)
    {
        var versions = new TableName(schema, "app_version");
        foreach (var (app, version) in await session.Query($"select app_id, version from {versions} order by app_id, version", r => (r.Long(0), r.Long(1))))
        {
            var body = await session.First($"select body from {versions} where app_id = {app} and version = {version}", r => r.Text(0));
            if (Widened(body!) is { } widened) await session.Execute($"update {versions} set body = {widened} where app_id = {app} and version = {version}");
        }
    }

    /// <summary>The same definition with the new word; null when nothing in it says "own".</summary>
    private static string? Widened(string body)
    {
        var definition = JsonNode.Parse(body);
        var own = Grants(definition).Where(g => g["on"] is JsonValue on && on.TryGetValue(out string? level) && level == "own").ToList();
        foreach (var grant in own) grant["on"] = "collaborators";
        return own.Count == 0 ? null : definition!.ToJsonString(Plain);
    }

    private static IEnumerable<JsonObject> Grants(JsonNode? definition) =>
        from role in (definition as JsonObject)?["roles"] as JsonArray ?? []
        from form in (role as JsonObject)?["forms"] as JsonObject ?? []
        from grant in (form.Value as JsonObject)?["grants"] as JsonArray ?? []
        where grant is JsonObject
        select grant.AsObject();
}
