using System.Text.Json.Nodes;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Web.Api;

/// <summary>Lists of the interface: chosen fields, conditions, order, pages that neither skip nor repeat, counts that stop.</summary>
public sealed class ListingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_list_pages_by_cursor_without_skips_or_repeats(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = await Caller.OfAdmin(host);
        for (var i = 0; i < 7; i++) await boss.Create("account", new() { ["name"] = $"公司{i}", ["scale"] = i % 2 == 0 ? "smb" : "ka", ["website"] = i < 3 ? null : $"https://w{i % 2}.example" });

        foreach (var sort in new[] { "", "&sort=name", "&sort=-scale,name", "&sort=website,-name", "&sort=-website" })
        {
            var whole = (await boss.Get("account?limit=100" + sort)).Items.Select(i => (long)i!["id"]!).ToList();
            Assert.Equal(7, whole.Count);
            var paged = new List<long>();
            for (string? cursor = ""; cursor is not null;)
            {
                var page = await boss.Get($"account?limit=3{sort}{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}");
                Assert.InRange(page.Items.Count, 1, 3);
                paged.AddRange(page.Items.Select(i => (long)i!["id"]!));
                cursor = (string?)page["next"];
            }
            Assert.Equal(whole, paged);
        }
    }

    [Fact]
    public async Task Chosen_fields_come_also_through_links_and_in_words()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        var account = await boss.Create("account", new() { ["name"] = "恒力", ["scale"] = "ka" });
        await boss.Create("contact", new() { ["name"] = "张伟", ["mobile"] = "13800000000", ["account"] = account.Id });

        var row = Assert.Single((await boss.Get("contact?fields=name,account,account.name,account.scale&text=true")).Items)!.AsObject();

        Assert.Equal(["id", "version", "name", "account", "account.name", "account.scale", "_text"], row.Select(m => m.Key));
        Assert.Equal(("张伟", account.Id, "恒力", "ka"), ((string)row["name"]!, (long)row["account"]!, (string)row["account.name"]!, (string)row["account.scale"]!));
        Assert.Equal("恒力", (string)row["_text"]!["account"]!);
        Assert.NotEqual((string)(await boss.Get("contact?fields=account.account_type&text=true")).Items[0]!["_text"]!["account.account_type"]!, (string)(await boss.In("zh").Get("contact?fields=account.account_type&text=true")).Items[0]!["_text"]!["account.account_type"]!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Conditions_search_and_counts_speak_of_the_same_records(DatabaseKind kind)
    {
        await using var host = await TestHost.Start(kind);
        var boss = await Caller.OfAdmin(host);
        var hengli = await boss.Create("account", new() { ["name"] = "苏州恒力精密机械有限公司", ["scale"] = "ka" });
        await boss.Create("account", new() { ["name"] = "无锡博远", ["scale"] = "smb" });
        await boss.Create("contact", new() { ["name"] = "张伟", ["mobile"] = "13800000000", ["account"] = hengli.Id });

        foreach (var (filter, count) in new[]
        {
            ("""{"field": "scale", "op": "is", "value": "ka"}""", 1), ("""{"any": [{"field": "scale", "op": "is", "value": "ka"}, {"field": "name", "op": "contains", "value": "博"}]}""", 2),
            ("""{"all": [{"field": "scale", "op": "is", "value": "ka"}, {"field": "name", "op": "contains", "value": "博"}]}""", 0), ("""{"field": "owner", "op": "is", "value": "@me"}""", 2),
        })
        {
            var page = await boss.Get($"account?count=true&filter={Uri.EscapeDataString(filter)}");
            Assert.Equal((count, count, $"{count}", false), (page.Items.Count, (int)page["count"]!, (string)page["countText"]!, (bool)page["countCapped"]!));
        }
        Assert.Single((await boss.Get("contact?filter=" + Uri.EscapeDataString("""{"field": "account.scale", "op": "is", "value": "ka"}"""))).Items);
        Assert.Equal(hengli.Id, (long)Assert.Single((await boss.Get("account?search=hljm&count=true")).Items)!["id"]!);
        Assert.Empty((await boss.Get("account?search=" + Uri.EscapeDataString("不存在的公司"))).Items);
    }

    [Fact]
    public async Task A_count_stops_at_a_thousand()
    {
        await using var host = await TestHost.Start();
        var form = host.App["competitor"];
        for (var i = 0; i < 4; i++)
            await host.Platform.Records.SaveMany(host.Admin, [.. Enumerable.Range(0, 300).Select(n => new Weir.Engine.Records.Draft(form).Set("name", $"对手 {i}-{n}"))]);

        var page = await (await Caller.OfAdmin(host)).Get("competitor?count=true&limit=1");

        Assert.Equal((1000, "1000+", true), ((int)page["count"]!, (string)page["countText"]!, (bool)page["countCapped"]!));
    }

    [Fact]
    public async Task A_query_that_would_join_half_the_database_is_refused()
    {
        await using var host = await TestHost.Start();
        var boss = await Caller.OfAdmin(host);
        var links = host.App["opportunity"].Live.Concat(host.App["contract"].Live).Where(f => f.Type.LinkedForm(f) is not null).ToList();
        var paths = host.App["contract"].Live.Where(f => f.Type.LinkedForm(f) is not null)
            .SelectMany(a => host.App[a.Type.LinkedForm(a)!].Live.Where(f => f.Type.LinkedForm(f) is not null).Select(b => (a, b)))
            .SelectMany(p => host.App[p.b.Type.LinkedForm(p.b)!].Live.Where(f => f.Type.LinkedForm(f) is not null).Select(c => $"{p.a.Key}.{p.b.Key}.{c.Key}.created_at")).Take(60).ToList();
        Assert.True(paths.Count > 20, $"{links.Count}");

        var refused = await boss.Get("contract?fields=" + string.Join(',', paths));

        Assert.Equal((422, "query.too_wide"), (refused.Status, refused.Code));
        Assert.Equal(422, (await boss.Get("contract?fields=account.campaign.owner.name.created_at")).Status);
    }
}
