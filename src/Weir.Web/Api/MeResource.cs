using System.Text.Json.Nodes;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>In whose name a token speaks. Changes nothing about them.</summary>
internal static class MeResource
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/me", Get);

    private static ApiAnswer Get(Visit visit)
    {
        _ = new SentQuery(visit.Http.Request);
        var (actor, member) = (visit.Actor, visit.Actor.Directory.Members[visit.Actor.MemberId]);
        return new(new JsonObject
        {
            ["id"] = member.Id,
            ["name"] = member.Name,
            ["email"] = member.Email,
            ["language"] = member.Language,
            ["administrator"] = member.Administrator,
            ["departments"] = new JsonArray([.. actor.Departments.Select(d => new JsonObject { ["id"] = d, ["name"] = actor.Directory.Departments.GetValueOrDefault(d)?.Name })]),
            ["roles"] = new JsonArray([.. actor.Directory.Roles(member.Id).Select(r => new JsonObject { ["app"] = r.App, ["role"] = r.Role })]),
            ["readOnly"] = actor.ReadOnly,
            ["timeZone"] = actor.Zone.Id,
        });
    }
}
