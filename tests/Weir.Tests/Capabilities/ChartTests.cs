using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Capabilities.Hierarchy;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.LeadToCash;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Trees of records with a link to themselves, and the chains of other records over them.</summary>
public sealed class ChartTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_step_14_the_chart_has_two_levels_covers_half_and_a_circle_is_refused(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var (deal, people) = await Staffed(deals);
        var charts = Charts(deals.Desk);

        var chart = Assert.Single(await charts.Of(deals.Desk.Actor(Desk.Rep), deal.Form, deal.Id));

        var top = Assert.Single(chart.Roots, r => r.Id == people["张伟"]);
        Assert.Equal(new[] { people["刘洋"], people["马丽"] }.Order(), top.Below.Select(b => b.Id).Order());
        Assert.All(top.Below, b => Assert.Empty(b.Below));
        Assert.Equal(50m, chart.Coverage);
        Assert.Equal([people["刘洋"], people["张伟"]], chart.Chained.Select(n => n.Id));
        Assert.Equal("supports", chart.Chained[0].Line!["stance"]);
        Assert.Null(top.Below.Single(b => b.Id == people["马丽"]).Line);

        var circle = await deals.Refused(() => deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), new Draft(deals.Desk.Form("contact")) { Id = people["张伟"] }.Set("reports_to", people["刘洋"])));
        Assert.Contains(circle.Errors, e => (e.Field, e.Code) == ("reports_to", "link.circle"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_missing_is_named(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var deal = await deals.Hengli();
        var account = (long)deal["account"]!;
        var charts = Charts(deals.Desk);
        Task<Chart> Of(string form, long id) => charts.Of(deals.Desk.Actor(Desk.Rep), deals.Desk.Form(form), id).ContinueWith(t => t.Result.Single(c => c.Key == "contact"));

        Assert.Equal(["No decision maker is known", "Nobody is marked as a key person", "Nobody supports us yet"], (await Of("account", account)).Gaps.Select(g => g.En));
        Assert.Null((await Of("account", account)).Coverage);

        var chief = await deals.Desk.Read("contact", await deals.Person(account, "张伟", key: true));
        chief = await deals.Desk.Change(Desk.Rep, chief, ("buying_role", "decision_maker"));
        Assert.Equal(("Nobody supports us yet", 0m), (Assert.Single((await Of("account", account)).Gaps).En, (await Of("account", account)).Coverage));
        Assert.Contains("张伟, a key person, is not in the chain", (await Of("opportunity", deal.Id)).Gaps.Select(g => g.En));

        await deals.Roles(deal, (chief.Id, "decision_maker", "supports"));
        await deals.Desk.Change(Desk.Rep, chief, ("stance", "supports"));
        Assert.Empty((await Of("opportunity", deal.Id)).Gaps);
        Assert.Equal((0, 100m), ((await Of("account", account)).Gaps.Count, (await Of("account", account)).Coverage));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_may_not_be_seen_is_not_drawn_and_hidden_fields_say_nothing(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var desk = deals.Desk;
        var (deal, people) = await Staffed(deals);
        // The one at the top is another's: who reports to them stands at the top then.
        await desk.Records.Save(desk.Actor(Desk.Manager), new Draft(desk.Form("contact")) { Id = people["张伟"] }.Set("owner", Desk.OtherRep));
        var mine = (await Charts(desk).Of(desk.Actor(Desk.Rep), deal.Form, deal.Id))[0];
        Assert.DoesNotContain(people["张伟"], mine.All.Select(n => n.Id));
        Assert.Contains(people["刘洋"], mine.Roots.Select(n => n.Id));
        Assert.DoesNotContain(mine.Gaps, g => g.En.Contains("张伟", StringComparison.Ordinal));

        await desk.Publish(app => app with { Roles = [.. app.Roles.Select(r => r.Key != "sales_rep" ? r : r with { Forms = r.Forms.ToDictionary(f => f.Key, f => f.Key != "contact" ? f.Value : f.Value with { Fields = new Dictionary<string, FieldRight> { ["stance"] = FieldRight.Hidden, ["internal_relations"] = FieldRight.Hidden } }) })] });
        mine = (await Charts(desk).Of(desk.Actor(Desk.Rep), desk.Form("account"), (long)deal["account"]!)).Single(c => c.Key == "contact");
        Assert.All(mine.All, n => Assert.Null(n.Record["stance"]));
        Assert.Equal((null, 0), (mine.Coverage, mine.Helpers.Count));
        Assert.DoesNotContain("Nobody supports us yet", mine.Gaps.Select(g => g.En));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Colleagues_who_know_somebody_are_found_the_nearest_first(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var (deal, people) = await Staffed(deals);
        var draft = new Draft(deals.Desk.Form("contact")) { Id = people["马丽"] };
        draft.Lines["internal_relations"] = [Knows(Desk.Manager, "familiar", "校友"), Knows(Desk.Delivery, "ally", "老同事")];
        await deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), draft);

        var chart = (await Charts(deals.Desk).Of(deals.Desk.Actor(Desk.Rep), deal.Form, deal.Id))[0];

        Assert.Equal([(Desk.Delivery, "老同事"), (Desk.Manager, "校友")], chart.Helpers.Select(h => (h.Member, h.How!)));
        Assert.Equal(2, chart.All.Single(n => n.Id == people["马丽"]).Known);

        static DraftLine Knows(long who, string near, string how) => new(null, new Dictionary<string, object?> { ["user"] = who, ["closeness"] = near, ["relation"] = how });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task When_a_key_person_leaves_the_owners_who_rely_on_them_are_told_once(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var desk = deals.Desk;
        var (deal, people) = await Staffed(deals);
        Task<List<Tidings>> Told() => desk.Database.Write(async s => (await OutboxRows.Take(s, desk.App.Schema, desk.Clock.Now.UtcDateTime, TimeSpan.Zero, 200)).Where(l => l.Kind == Tidings.Letter).Select(l => Tidings.Read(l.Payload)).Where(t => t.Kind == NotificationKind.KeyLost).ToList());

        await desk.Records.Save(desk.Actor(Desk.Manager), new Draft(desk.Form("contact")) { Id = people["马丽"] }.Set("left_on", new DateOnly(2026, 11, 20)));
        Assert.Empty(await Told());
        await desk.Records.Save(desk.Actor(Desk.Manager), new Draft(desk.Form("contact")) { Id = people["刘洋"] }.Set("left_on", new DateOnly(2026, 11, 20)));
        await desk.Records.Save(desk.Actor(Desk.Manager), new Draft(desk.Form("contact")) { Id = people["刘洋"] }.Set("remark", "去了同行"));

        var told = await Told();
        Assert.Equal([desk.Form("contact").No, desk.Form("opportunity").No], told.Select(t => t.FormNo!.Value).Order());
        Assert.All(told, t => Assert.Equal((Desk.Rep, Desk.Manager), (t.To, t.By)));
        Assert.Equal([deal.Id], told.Single(t => t.FormNo == desk.Form("opportunity").No).Records);
        // The one who approved is gone: of the key persons who are left nobody has.
        Assert.Equal(0m, (await deals.Read(deal.Id))["chain_coverage"]);
        Assert.Contains("刘洋, a key person, has left; find who comes after", (await Charts(desk).Of(desk.Actor(Desk.Rep), deal.Form, deal.Id))[0].Gaps.Select(g => g.En));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_chain_is_added_to_ordered_and_taken_from_and_fills_itself_in(DatabaseKind kind)
    {
        await using var deals = await Deals.Open(kind);
        var (deal, people) = await Staffed(deals);
        var chart = (await Charts(deals.Desk).Of(deals.Desk.Actor(Desk.Rep), deal.Form, deal.Id))[0];
        var chain = chart.Chain!;
        Task<Saved> Save(Draft draft) => deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), draft);
        async Task<IReadOnlyList<long>> Order() => [.. (await Charts(deals.Desk).Of(deals.Desk.Actor(Desk.Rep), deal.Form, deal.Id))[0].Chained.Select(n => n.Id)];

        await deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), new Draft(deals.Desk.Form("contact")) { Id = people["马丽"] }.Set("buying_role", "purchaser").Set("stance", "neutral"));
        var record = (await Save(ChainDraft.Add(chain, await deals.Read(deal.Id), null, people["马丽"]))).Record;
        Assert.Equal([people["刘洋"], people["张伟"], people["马丽"]], await Order());
        var line = record.Lines(chain.Lines).Single(l => (long)l["contact"]! == people["马丽"]);
        Assert.Equal(("purchaser", "neutral"), (line["buying_role"], line["stance"]));

        record = (await Save(ChainDraft.Shift(chain, record, record.Version, people["马丽"], -1))).Record;
        Assert.Equal([people["刘洋"], people["马丽"], people["张伟"]], await Order());
        Assert.Equal(50m, record["chain_coverage"]);
        record = (await Save(ChainDraft.Set(chain, record, record.Version, people["张伟"], chain.Approved!, true))).Record;
        Assert.Equal(100m, record["chain_coverage"]);
        record = (await Save(ChainDraft.Remove(chain, record, record.Version, people["马丽"]))).Record;
        Assert.Equal([people["刘洋"], people["张伟"]], await Order());
        Assert.Equal(true, record.Lines(chain.Lines).Single(l => (long)l["contact"]! == people["刘洋"])["approved"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Any_form_that_links_to_itself_can_have_a_tree(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await desk.Publish(app => app with { Forms = [.. app.Forms.Select(f => f.Key != "account" ? f : f with { Capabilities = new Dictionary<string, JsonElement>(f.Capabilities) { ["hierarchy"] = JsonSerializer.SerializeToElement(new { parent = "parent_account", label = new { zh = "集团结构", en = "Group" } }) } })] });
        var group = await desk.Create(Desk.Rep, "account", ("name", "恒力集团"));
        var branch = await desk.Create(Desk.Rep, "account", ("name", "恒力苏州"), ("parent_account", group.Id));
        var plant = await desk.Create(Desk.Rep, "account", ("name", "恒力吴江工厂"), ("parent_account", branch.Id));
        await desk.Create(Desk.Rep, "account", ("name", "另一家"));

        var chart = (await Charts(desk).Of(desk.Actor(Desk.Rep), branch.Form, branch.Id)).Single(c => c.Key == "account");

        Assert.Equal([group.Id, branch.Id, plant.Id], chart.All.Select(n => n.Id));
        Assert.Equal(plant.Id, Assert.Single(Assert.Single(Assert.Single(chart.Roots).Below).Below).Id);
        Assert.Null(chart.Chain);
    }

    [Fact]
    public void Settings_that_lead_nowhere_are_refused()
    {
        var template = Engine.Apps.Template.Load("l2c");
        var wrong = template with { Forms = [.. template.Forms.Select(f => f.Key != "contact" ? f : f with { Capabilities = new Dictionary<string, JsonElement> { ["hierarchy"] = JsonSerializer.SerializeToElement(new { parent = "account" }) } })] };
        Assert.Equal("hierarchy.no_parent", Assert.Single(Assert.Throws<Engine.Apps.DefinitionErrors>(() => Engine.Apps.AppBuilder.Build(wrong)).Errors).Code);
    }

    private static Charts Charts(Desk desk) => new(desk.Database, desk.Query, desk.Clock);

    /// <summary>Step 14: 张伟 at the top, 刘洋 and 马丽 below; the roles on the opportunity, 刘洋 approved.</summary>
    private static async Task<(Record Deal, Dictionary<string, long> People)> Staffed(Deals deals)
    {
        var deal = await deals.Hengli();
        var account = (long)deal["account"]!;
        var people = new Dictionary<string, long> { ["马丽"] = (long)deal["primary_contact"]!, ["张伟"] = await deals.Person(account, "张伟", key: true), ["刘洋"] = await deals.Person(account, "刘洋", key: true) };
        async Task Put(string name, params (string, object?)[] values) => await deals.Desk.Change(Desk.Rep, await deals.Desk.Read("contact", people[name]), values);
        await Put("张伟", ("buying_role", "decision_maker"), ("title", "总经理"));
        await Put("刘洋", ("buying_role", "technical_gatekeeper"), ("stance", "supports"), ("reports_to", people["张伟"]));
        await Put("马丽", ("reports_to", people["张伟"]));
        var draft = new Draft(deal.Form) { Id = deal.Id };
        draft.Lines["contact_roles"] = [Line("张伟", 2, false), Line("刘洋", 1, true)];
        return ((await deals.Desk.Records.Save(deals.Desk.Actor(Desk.Rep), draft)).Record, people);

        DraftLine Line(string name, int order, bool approved) => new(null, new Dictionary<string, object?> { ["contact"] = people[name], ["order"] = (decimal)order, ["approved"] = approved });
    }
}
