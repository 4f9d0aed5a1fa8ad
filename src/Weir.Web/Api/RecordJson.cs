using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Records;

namespace Weir.Web.Api;

/// <summary>A record as JSON: its values under their keys, lines included. Takes one that is already veiled for its reader.</summary>
internal static class RecordJson
{
    /// <summary>Holds what may still be seen of masked values, whose fields are null.</summary>
    public const string MaskedMember = "_masked";

    /// <summary>Holds the values of a list in words.</summary>
    public const string TextMember = "_text";

    public static JsonObject Of(FormAccess access, Record veiled)
    {
        var json = new JsonObject { ["id"] = veiled.Id, ["version"] = veiled.Version };
        var masked = new JsonObject();
        foreach (var field in Exposed.Fields(access))
        {
            if (veiled[field] is Masked hint)
            {
                json[field.Key] = null;
                masked[field.Key] = hint.Text;
            }
            else if (field.Lines is null) json[field.Key] = field.Type.ToJson(field, veiled[field]);
            else json[field.Key] = new JsonArray([.. veiled.Lines(field).Select(line => Line(access, field, line))]);
        }
        if (masked.Count > 0) json[MaskedMember] = masked;
        return json;
    }

    private static JsonObject Line(FormAccess access, Engine.Forms.Field lines, Record line)
    {
        var json = new JsonObject { ["id"] = line.Id };
        foreach (var column in Exposed.Columns(access, lines)) json[column.Key] = column.Type.ToJson(column, line[column]);
        return json;
    }
}
