using System.Text.RegularExpressions;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Tests.Web.Records;

/// <summary>A site with leads and people who may do different things with them: what tests of list screens work on.</summary>
internal sealed partial class Leads(TestHost host) : IAsyncDisposable
{
    public const string Url = "/app/l2c/lead";

    private int count;

    public TestHost Host => host;

    public Form Form => host.App["lead"];

    public static async Task<Leads> Start() => new(await TestHost.Start());

    public async Task<long> Add(string company, long? owner = null, params (string Key, object? Value)[] more)
    {
        var draft = new Draft(Form).Set("company_name", company).Set("contact_name", "张三").Set("source", "website_form").Set("owner", owner).Set("email", $"kontakt{++count}@example.com");
        foreach (var (key, value) in more) draft.Set(key, value);
        return (await host.Platform.Records.Save(host.Admin, draft)).Record.Id;
    }

    public async Task<Record> Get(long id) => (await host.Platform.Query.Get(host.Admin, Form, id)).Record;

    public Actor Actor(long member) => host.Platform.People.Current.Actor(member);

    /// <summary>The ids of the rows that a page of a list draws, in their order.</summary>
    public static IReadOnlyList<long> Rows(Reply reply) => [.. Row().Matches(reply.Text).Select(m => long.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];

    public static string Filter(string json) => Url + "?filter=" + Uri.EscapeDataString(json);

    /// <summary>A saved value of one cell, as the grid sends it.</summary>
    public static async Task<Reply> Save(Browser browser, long id, string field, string value, long? seen, string list = Url)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"{Url}/cell/{id}/{field}") { Content = new FormUrlEncodedContent([KeyValuePair.Create("value", value)]) };
        request.Headers.Add("X-CSRF-TOKEN", await browser.Csrf());
        request.Headers.Add("HX-Current-URL", "http://localhost" + list);
        if (seen is not null) request.Headers.Add("If-Match", $"\"{seen}\"");
        return await browser.Htmx().Send(request);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [GeneratedRegex("<tr id=\"row-(\\d+)\"")]
    private static partial Regex Row();
}
