using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Engine.Access;

namespace Weir.Tests.Web.Api;

/// <summary>A program that uses the JSON interface in the name of one member, with a token and without cookies.</summary>
internal sealed class Caller(TestHost host, string? token, string language = "en")
{
    public const string Root = "/api/v1/l2c/";

    private readonly Browser wire = host.Visit();

    /// <summary>A caller with a fresh token of a member.</summary>
    public static async Task<Caller> Of(TestHost host, long member, bool readOnly = false, string language = "en")
    {
        var actor = host.Platform.People.Current.Actor(member);
        return new(host, (await host.Platform.Tokens.Make(actor, "test", null, readOnly)).Text, language);
    }

    public static Task<Caller> OfAdmin(TestHost host) => Of(host, host.Admin.MemberId);

    public static async Task<Caller> Of(TestHost host, string name, params string[] roles) => await Of(host, (await host.Add(name, roles)).Id);

    public Caller In(string other) => new(host, token, other);

    public string? Token => token;

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, JsonNode body, params (string Name, string Value)[] headers) => Send(HttpMethod.Post, path, body.ToJsonString(), headers);

    public Task<Answer> Patch(string path, JsonNode body, string? match) =>
        Send(HttpMethod.Patch, path, body.ToJsonString(), match is null ? [] : [("If-Match", match)]);

    public Task<Answer> Delete(string path, string? match) => Send(HttpMethod.Delete, path, null, match is null ? [] : [("If-Match", match)]);

    /// <param name="body">As it is sent, which need not be JSON.</param>
    public async Task<Answer> Send(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : Root + path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Accept-Language", language);
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } };
        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type") request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else request.Headers.TryAddWithoutValidation(name, value);
        }
        var reply = await wire.Send(request);
        return new(reply, reply.Text.Length > 0 && reply["Content-Type"]?.Contains("json", StringComparison.Ordinal) == true ? JsonNode.Parse(reply.Text) : null);
    }

    /// <summary>Creates a record that must be accepted.</summary>
    public async Task<Answer> Create(string form, JsonObject values)
    {
        var made = await Post(form, values);
        Xunit.Assert.True(made.Status == 201, made.Reply.Text);
        return made;
    }
}

/// <summary>An answer of the interface.</summary>
internal sealed record Answer(Reply Reply, JsonNode? Json)
{
    public int Status => Reply.Status;

    public long Id => (long)Json!["id"]!;

    public string ETag => Reply["ETag"]!;

    public string Code => (string)Json!["code"]!;

    /// <summary>The errors, as field and code.</summary>
    public IEnumerable<(string Field, string Code)> Errors => Json!["errors"]!.AsArray().Select(e => ((string)e!["field"]!, (string)e["code"]!));

    public JsonArray Items => Json!["items"]!.AsArray();

    public JsonNode? this[string key] => Json![key];
}
