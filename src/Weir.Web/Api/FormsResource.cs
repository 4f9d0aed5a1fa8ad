using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>What an app consists of for this member: forms and fields as they are now, not their records.</summary>
internal static class FormsResource
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/{app}/forms", All);
        api.MapGet("/{app}/forms/{form}", Get);
    }

    /// <summary>The forms whose records the actor may see.</summary>
    public static IEnumerable<FormAccess> Of(Actor actor, App app) => app.Forms.Select(f => FormAccess.Of(actor, f)).Where(a => a.Can(Operation.View));

    public static JsonObject Both(Words words) => new() { ["zh"] = words.Zh, ["en"] = words.En };

    private static ApiAnswer Get(Visit visit, string form)
    {
        _ = new SentQuery(visit.Http.Request);
        return new(One(FormAccess.Of(visit.Actor, visit.Form(form))));
    }

    private static ApiAnswer All(Visit visit)
    {
        _ = new SentQuery(visit.Http.Request);
        return new(new JsonObject { ["items"] = new JsonArray([.. Of(visit.Actor, visit.TheApp).Select(One)]) });
    }

    private static JsonObject One(FormAccess access) => new()
    {
        ["key"] = access.Form.Key,
        ["label"] = Both(access.Form.Label),
        ["group"] = access.Form.Definition.Group,
        ["title"] = access.Sees(access.Form.Title) ? access.Form.Title.Key : null,
        ["can"] = new JsonArray([.. Enum.GetValues<Operation>().Where(access.Can).Select(o => (JsonNode)o.ToString().ToLowerInvariant())]),
        ["fields"] = new JsonArray([.. Exposed.Fields(access).Select(f => Field(access, f, Exposed.Writable(access, f)))]),
    };

    private static JsonObject Field(FormAccess access, Field field, bool writable)
    {
        var json = new JsonObject { ["key"] = field.Key, ["type"] = field.Type.Key, ["label"] = Both(field.Label) };
        if (field.Definition.Help is { } help) json["help"] = Both(help);
        json["required"] = field.Definition.Required;
        json["readOnly"] = !writable;
        if (field.Definition.Unique) json["unique"] = true;
        if (field.System) json["system"] = true;
        if (field.Type.Computed) json["computed"] = true;
        if (!access.Reads(field)) json["masked"] = true;
        if (FieldSchema.Link(access, field) is { } target) json["link"] = target;
        if (field.Type.Options(field) is { Count: > 0 } options)
            json["options"] = new JsonArray([.. options.Select(o => new JsonObject { ["key"] = o.Key, ["label"] = Both(o.Label), ["colour"] = o.Colour, ["retired"] = o.Retired })]);
        if (field.Lines is null) json["schema"] = FieldSchema.Plain(access, field);
        else json["columns"] = new JsonArray([.. Exposed.Columns(access, field).Select(c => Field(access, c, Exposed.WritableColumn(access, c)))]);
        return json;
    }
}
