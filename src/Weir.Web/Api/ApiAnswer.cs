using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;

namespace Weir.Web.Api;

/// <summary>An answer in JSON, with the version of a record as its ETag where it is one. Chinese is written as it is.</summary>
internal sealed class ApiAnswer(JsonNode body, int status = StatusCodes.Status200OK, string type = "application/json; charset=utf-8") : IResult
{
    public long? Version { get; init; }

    public string? Location { get; init; }

    public Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        if (Version is { } version) response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
        if (Location is not null) response.Headers.Location = Location;
        return response.WriteAsync(body.ToJsonString(DefinitionJson.Options), context.RequestAborted);
    }
}
