using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.WebForm;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Access;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web;

/// <summary>Anybody may fill in a web form and nobody learns anything by it; programs that fill in forms get nowhere.</summary>
public sealed partial class WebFormTests
{
    [Fact]
    public async Task Presets_that_do_not_go_together_are_refused_at_once_and_not_to_every_visitor()
    {
        await using var host = await TestHost.Start();
        var refused = await Assert.ThrowsAsync<Weir.Engine.Problems.ProblemException>(() => host.Platform.WebForms.Open(host.Admin, host.App["lead"], "广告", new Dictionary<string, string> { ["source"] = "referral", ["sub_source"] = "search_ads" }));
        Assert.Equal("sub_source", Assert.Single(refused.Problem.Errors).Field);
        Assert.Equal("web_form.preset", refused.Problem.Errors[0].Code);
        Assert.NotNull(await host.Platform.WebForms.Open(host.Admin, host.App["lead"], "广告", new Dictionary<string, string> { ["source"] = "advertising", ["sub_source"] = "search_ads" }));
        // The source that all get who come this way is known too.
        Assert.NotNull(await host.Platform.WebForms.Open(host.Admin, host.App["lead"], "官网", new Dictionary<string, string> { ["sub_source"] = "official_site" }));
    }

    private static readonly (string, string)[] Hengli =
        [("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("mobile", "138 0013 8000"), ("product_interest", "assembly_line"), ("region", "320500"), ("demand", "一条装配线")];

    [Theory, OnSqlite, OnPostgres]
    public async Task A_visitor_sends_in_a_lead_of_a_campaign_without_signing_in(DatabaseKind kind)
    {
        var clock = new HandClock();
        await using var host = await TestHost.Start(kind, clock);
        var campaign = (await host.Platform.Records.Save(host.Admin, new Draft(host.App["campaign"]).Set("name", "2026 华东智能制造展").Set("type", "exhibition").Set("start", new DateOnly(2026, 3, 1)).Set("end", new DateOnly(2026, 3, 5)))).Record;
        var key = await Open(host, ("source", "campaign"), ("campaign", campaign.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var visitor = host.Visit();
        var page = await visitor.Get("/f/" + key);
        Assert.Equal(200, page.Status);
        Assert.Contains("华东智能制造展", page.Text, StringComparison.Ordinal);
        Assert.Equal("noindex, nofollow", page.Headers["X-Robots-Tag"]);
        Assert.Contains("frame-ancestors 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(20));
        var sent = await Send(visitor, key, page, Hengli);
        Assert.Equal((302, $"/f/{key}/thanks"), (sent.Status, sent.Location));
        Assert.Contains("已收到，谢谢", (await visitor.Get($"/f/{key}/thanks")).Text, StringComparison.Ordinal);
        var lead = Assert.Single(await Leads(host));
        Assert.Equal(("苏州恒力精密机械有限公司", "campaign", campaign.Id, "320500", null), (lead["company_name"], lead["source"], lead["campaign"], lead["region"], lead["owner"]));
        Assert.Equal("unassigned", lead["status"]);
        Assert.Equal(1, Assert.Single(await host.Platform.WebForms.List(host.Admin, host.App["lead"])).Taken);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_is_known_becomes_a_touch_its_owner_is_told_and_the_visitor_learns_nothing(DatabaseKind kind)
    {
        var clock = new HandClock();
        await using var host = await TestHost.Start(kind, clock);
        var owner = await host.Add("李伟", "sales_rep");
        await host.Platform.Records.Save(host.Admin, new Draft(host.App["lead"]).Set("company_name", "苏州恒力精密机械有限公司").Set("contact_name", "马丽").Set("mobile", "13800138000").Set("source", "referral").Set("referrer", "王总")
            .Set("product_interest", new[] { "assembly_line" }).Set("owner", owner.Id));
        var key = await Open(host);
        var visitor = host.Visit();
        var page = await visitor.Get("/f/" + key);
        clock.Advance(TimeSpan.FromSeconds(20));
        var sent = await Send(visitor, key, page, Hengli);
        Assert.Equal((302, $"/f/{key}/thanks"), (sent.Status, sent.Location));
        var lead = Assert.Single(await Leads(host));
        Assert.Equal(2, lead.Lines(host.App["lead"]["source_touches"]).Count);
        Assert.Equal(("referral", owner.Id), (lead["source"], lead["owner"]));
        // The same page sent again by an impatient finger is no third touch.
        await Send(visitor, key, page, Hengli);
        Assert.Equal(2, Assert.Single(await Leads(host)).Lines(host.App["lead"]["source_touches"]).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_the_fields_of_the_form_are_taken_whatever_is_sent(DatabaseKind kind)
    {
        var clock = new HandClock();
        await using var host = await TestHost.Start(kind, clock);
        var key = await Open(host);
        var visitor = host.Visit();
        var page = await visitor.Get("/f/" + key);
        clock.Advance(TimeSpan.FromSeconds(20));
        var sent = await Send(visitor, key, page, [.. Hengli, ("owner", "1"), ("status", "converted"), ("source", "referral"), ("batch_no", "X"), ("created_by", "1"), ("id", "1"), ("nonsense", "x")]);
        Assert.Equal(302, sent.Status);
        var lead = Assert.Single(await Leads(host));
        Assert.Equal((null, "unassigned", "website_form", null), (lead["owner"], lead["status"], lead["source"], lead["batch_no"]));
        Assert.Null(lead["created_by"] as long? is > 0 ? lead["created_by"] : null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_no_person_would_send_makes_no_record(DatabaseKind kind)
    {
        var clock = new HandClock();
        await using var host = await TestHost.Start(kind, clock);
        var key = await Open(host);
        var visitor = host.Visit();
        var page = await visitor.Get("/f/" + key);
        // At once.
        var quick = await Send(visitor, key, page, Hengli);
        Assert.Equal(409, quick.Status);
        Assert.Contains("苏州恒力精密机械有限公司", quick.Text, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(20));
        // Without the token of a page of ours; without a stamp; with one made up, or of another address.
        var bare = new HttpRequestMessage(HttpMethod.Post, "/f/" + key) { Content = new FormUrlEncodedContent(Hengli.Select(f => KeyValuePair.Create(f.Item1, f.Item2))) };
        Assert.Equal(400, (await visitor.Send(bare)).Status);
        Assert.Equal(409, (await visitor.Post("/f/" + key, Hengli)).Status);
        Assert.Equal(409, (await visitor.Post("/f/" + key, [.. Hengli, ("__stamp", "1767000000000.00.00")])).Status);
        Assert.Equal(409, (await Send(visitor, key, await visitor.Get("/f/" + await Open(host)), Hengli)).Status);
        // What fills in everything is thanked and forgotten.
        var trapped = await Send(visitor, key, page, [.. Hengli, ("homepage", "https://example.com")]);
        Assert.Equal(302, trapped.Status);
        Assert.Empty(await Leads(host));
        // The stamp of a page that lay open for two days; the next one of the same page is taken.
        clock.Advance(TimeSpan.FromHours(48));
        var late = await Send(visitor, key, page, Hengli);
        Assert.Equal(409, late.Status);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(302, (await Send(visitor, key, late, Hengli)).Status);
        Assert.Single(await Leads(host));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_form_that_is_sent_twice_at_one_moment_is_one_record(DatabaseKind kind)
    {
        var clock = new HandClock();
        await using var host = await TestHost.Start(kind, clock);
        var key = await Open(host);
        var visitor = host.Visit();
        var page = await visitor.Get("/f/" + key);
        clock.Advance(TimeSpan.FromSeconds(20));
        await visitor.Csrf();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Send(visitor, key, page, Hengli)));
        Assert.Single(await Leads(host));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_sends_too_many_waits(DatabaseKind kind)
    {
        var clock = new HandClock();
        await using var host = await TestHost.Start(kind, clock);
        var key = await Open(host);
        var visitor = host.Visit();
        var page = await visitor.Get("/f/" + key);
        var last = 0;
        for (var i = 0; i < 40 && last != 429; i++) last = (await Send(visitor, key, page, [])).Status;
        Assert.Equal(429, last);
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(302, (await Send(visitor, key, page, Hengli)).Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_wrong_stands_at_its_field_with_what_was_typed(DatabaseKind kind)
    {
        var clock = new HandClock();
        await using var host = await TestHost.Start(kind, clock);
        var key = await Open(host);
        var visitor = host.Visit();
        var page = await visitor.Get("/f/" + key);
        clock.Advance(TimeSpan.FromSeconds(20));
        var refused = await Send(visitor, key, page, [("company_name", "恒力"), ("mobile", "abc"), ("purchase_time", "never"), ("region", "<script>"), ("demand", new string('x', 9000))]);
        Assert.Equal(422, refused.Status);
        foreach (var field in new[] { "contact_name", "mobile", "purchase_time", "region", "demand" }) Assert.Contains($"id=\"f-{field}-error\"", refused.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"恒力\"", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>\"", refused.Text, StringComparison.Ordinal);
        Assert.Empty(await Leads(host));
        var limit = RouteTable.Of(host).Single(r => r.RoutePattern.RawText == "/f/{key}" && RouteTable.Methods(r).Contains("POST")).Metadata.GetMetadata<IRequestSizeLimitMetadata>();
        Assert.Equal(64 * 1024, limit!.MaxRequestBodySize);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Marketing_opens_and_closes_addresses_and_a_closed_one_is_as_if_it_were_not(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var (marketing, seller, visitor) = (await host.SignIn("钱静", "marketing"), await host.SignIn("李伟", "sales_rep"), host.Visit());
        Assert.Equal(404, (await seller.Get("/app/l2c/lead/web-form")).Status);
        Assert.Equal(404, (await seller.Post("/app/l2c/lead/web-form", ("name", "我的"))).Status);
        Assert.Contains("href=\"/app/l2c/lead/web-form\"", (await marketing.Get("/app/l2c/lead")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/web-form", (await seller.Get("/app/l2c/lead")).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await marketing.Post("/app/l2c/lead/web-form", ("name", " "))).Status);
        Assert.Equal(422, (await marketing.Post("/app/l2c/lead/web-form", ("name", "展会"), ("preset-campaign", "4711"))).Status);
        Assert.Equal(302, (await marketing.Post("/app/l2c/lead/web-form", ("name", "官网咨询"))).Status);
        var screen = await marketing.Get("/app/l2c/lead/web-form");
        var key = Regex.Match(screen.Text, "/f/([A-Za-z0-9_-]{24})").Groups[1].Value;
        Assert.Equal(200, (await visitor.Get("/f/" + key)).Status);
        var address = Assert.Single(await host.Platform.WebForms.List(host.Admin, host.App["lead"]));
        Assert.Equal(404, (await seller.Post($"/app/l2c/lead/web-form/{address.Id}", ("on", "false"))).Status);
        Assert.Equal(302, (await marketing.Post($"/app/l2c/lead/web-form/{address.Id}", ("on", "false"))).Status);
        var (closed, unknown) = (await visitor.Get("/f/" + key), await visitor.Get("/f/" + new string('a', 24)));
        Assert.Equal((404, 404), (closed.Status, unknown.Status));
        Assert.Equal(Plain(unknown.Text), Plain(closed.Text));
        Assert.Equal(404, (await visitor.Post("/f/" + key, Hengli)).Status);
    }

    [Theory]
    [InlineData("""{"fields":["campaign","company_name","contact_name"],"values":{"source":"website_form"}}""", "web_form.bad_field")]
    [InlineData("""{"fields":["owner"]}""", "web_form.bad_field")]
    [InlineData("""{"fields":["score"]}""", "web_form.bad_field")]
    [InlineData("""{"fields":["company_name"]}""", "web_form.incomplete")]
    [InlineData("""{"fields":[]}""", "web_form.empty")]
    [InlineData("""{"fields":["company_name"],"values":{"source":"nowhere"}}""", "web_form.bad_value")]
    public void Settings_that_would_show_or_lack_something_are_refused(string settings, string code)
    {
        var template = Template.Load("l2c");
        var changed = template with
        {
            Forms = [.. template.Forms.Select(f => f.Key != "lead" ? f : f with { Capabilities = new Dictionary<string, System.Text.Json.JsonElement>(f.Capabilities) { ["web_form"] = System.Text.Json.JsonDocument.Parse(settings).RootElement } })],
        };
        Assert.Equal(code, Assert.Single(Assert.Throws<DefinitionErrors>(() => AppBuilder.Build(changed)).Errors).Code);
    }

    private static async Task<string> Open(TestHost host, params (string Key, string Value)[] presets) =>
        (await host.Platform.WebForms.Open(host.Admin, host.App["lead"], "2026 华东智能制造展", presets.ToDictionary(p => p.Key, p => p.Value))).Key;

    private static Task<Reply> Send(Browser visitor, string key, Reply page, IEnumerable<(string, string)> values) =>
        visitor.Post("/f/" + key, [.. values, ("__stamp", StampOf().Match(page.Text).Groups[1].Value)]);

    private static async Task<IReadOnlyList<Record>> Leads(TestHost host)
    {
        var form = host.App["lead"];
        var page = await host.Platform.Query.List(host.Admin, new ListQuery(form) { Limit = 50 });
        var found = new List<Record>();
        foreach (var row in page.Rows) found.Add((await host.Platform.Query.Get(host.Admin, form, row.Id)).Record);
        return found;
    }

    private static string Plain(string html) => Regex.Replace(html, "(csrf[^>]*content=\"[^\"]*\"|/f/[A-Za-z0-9_-]+|[0-9a-f]{16,})", "");

    [GeneratedRegex("name=\"__stamp\" value=\"([^\"]*)\"")]
    private static partial Regex StampOf();
}
