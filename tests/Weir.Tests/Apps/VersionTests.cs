using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Apps;

/// <summary>Every publication is a version that tells what it changed, and one can go back to it without losing what is stored.</summary>
public sealed class VersionTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Each_version_tells_when_who_and_what_it_changed(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Sketch.App("shop", Sketch.Form("item", "name text"), Sketch.Form("firm", "name text")));
        desk.Clock.Now = desk.Clock.Now.AddDays(1);
        await desk.Publish(a => a.Add("item", "size text"));
        await desk.Publish(a => a.Put("item", "size text \"required\": true"));
        await desk.Publish(a => a with { Label = ("店铺", "Store") });

        var versions = await desk.Apps.Versions(desk.Actor(Desk.Admin), "shop");

        Assert.Equal([4, 3, 2, 1], versions.Select(v => v.Version));
        Assert.Equal((Desk.Admin, desk.Clock.Now.UtcDateTime), (versions[0].By, versions[0].At));
        Assert.Equal(["label", "item.fields.size Changed", "item.fields.size Added", ""],
            versions.Select(v => string.Join(' ', v.Changes.Select(c => c.Form is null ? c.Part : $"{c.Form}.{c.Part}.{c.Key} {c.Kind}"))));
        Assert.Equal([2, 1], (await desk.Apps.Versions(desk.Actor(Desk.Admin), "shop", before: 3)).Select(v => v.Version));
        Assert.Equal(ProblemKind.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => desk.Apps.Versions(desk.Actor(Desk.Rep), "shop"))).Problem.Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Going_back_keeps_what_was_stored_since_in_a_retired_field_and_comes_forward_again(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Sketch.App("shop", Sketch.Form("item", "name text")));
        await desk.Publish(a => a.Add("item", "size text"));
        var chair = await desk.Create(Desk.Admin, "item", ("name", "椅子"), ("size", "大"));

        var earlier = await desk.Apps.Earlier(desk.Actor(Desk.Admin), "shop", 1);
        Assert.Empty(earlier.Errors);
        Assert.Equal(["fields.size Changed"], earlier.Changes.Select(c => $"{c.Part}.{c.Key} {c.Kind}"));
        Assert.Equal(["fields.size Added"], earlier.Kept.Select(c => $"{c.Part}.{c.Key} {c.Kind}"));
        await desk.Publish(_ => earlier.Definition);
        Assert.True(desk.Form("item")["size"].Definition.Retired);

        await desk.Publish(_ => desk.Apps.Earlier(desk.Actor(Desk.Admin), "shop", 2).Result.Definition);
        Assert.False(desk.Form("item")["size"].Definition.Retired);
        Assert.Equal((4, "大"), (desk.App.Version, (await desk.Read("item", chair.Id))["size"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_right_that_was_taken_away_does_not_come_back_with_an_earlier_setting(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await desk.Publish(app => app with { Roles = [.. app.Roles.Select(r => r.Key == "sales_rep" ? r with { Forms = r.Forms.Where(f => f.Key != "contract").ToDictionary(f => f.Key, f => f.Value) } : r)] });

        await desk.Publish(_ => desk.Apps.Earlier(desk.Actor(Desk.Admin), "l2c", 1).Result.Definition);

        Assert.DoesNotContain("contract", desk.App.Definition.Roles.Single(r => r.Key == "sales_rep").Forms.Keys);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_stage_that_came_later_stays_retired_for_what_stands_there(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await desk.Publish(app => app with { Forms = [.. app.Forms.Select(f => f.Key == "opportunity" ? Longer(f) : f)] });
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"), ("demand_type", "standard"));
        var deal = await desk.Create(Desk.Rep, "opportunity", ("name", "甲"), ("account", account.Id), ("amount", 1m));
        Assert.Equal("greeting", deal["stage"]);

        var earlier = await desk.Apps.Earlier(desk.Actor(Desk.Admin), "l2c", 1);
        Assert.Empty(earlier.Errors);
        await desk.Publish(_ => earlier.Definition);

        var path = (await new Weir.Engine.Capabilities.Pipeline.StageQuery(desk.Database, desk.Clock).Of(desk.Actor(Desk.Rep), desk.Form("opportunity"), deal.Id))!;
        Assert.Equal(("greeting", "问候"), (path.Current.Key, path.Current.Label.Zh));
        Assert.Equal("first_contact", (await desk.Create(Desk.Rep, "opportunity", ("name", "乙"), ("account", account.Id), ("amount", 1m)))["stage"]);

        static Weir.Engine.Forms.FormDefinition Longer(Weir.Engine.Forms.FormDefinition form)
        {
            var written = JsonNode.Parse(JsonSerializer.Serialize(form, DefinitionJson.Options))!;
            written["fields"]!.AsArray().Single(f => (string?)f!["key"] == "stage")!["options"]!.AsArray().Add(JsonNode.Parse("""{ "key": "greeting", "label": { "zh": "问候", "en": "Greeting" } }"""));
            written["capabilities"]!["pipeline"]!["pipelines"]![0]!["stages"]!.AsArray().Insert(0, JsonNode.Parse("""{ "key": "greeting", "rate": 5 }"""));
            written["rules"]!.AsArray().First(r => (string?)r!["fields"]?[0] == "stage")!["options"]!.AsArray().Add("greeting");
            return written.Deserialize<Weir.Engine.Forms.FormDefinition>(DefinitionJson.Options)!;
        }
    }
}
