using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Handover;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Web.Admin;

/// <summary>Whoever leads the one who leaves is asked first; what they take over goes by conditions, and each step stands in the audit trail.</summary>
public class HandoverRequestTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_moves_until_the_superior_agrees_and_then_everything_does(DatabaseKind kind)
    {
        await using var leaving = await Leaving.Open(kind);
        var (host, url) = (leaving.Host, leaving.Url);
        var boss = (await host.SignInAdmin()).Htmx();
        Assert.Contains("孙磊", (await boss.Get(url)).Html.QuerySelector("#f-ask-field")!.TextContent, StringComparison.Ordinal);

        var asked = await boss.Post(url, [("receivers", $"{leaving.One}"), ("ask", "yes"), ("disable", "now"), ("note", "离职")]);

        // They cannot sign in from now on, and still have all that is theirs.
        Assert.Equal(200, asked.Status);
        Assert.Contains("等待上级确认", asked.Html.QuerySelector("#asked")!.TextContent, StringComparison.Ordinal);
        Assert.Null(asked.Html.QuerySelector("#handover-form"));
        Assert.False(host.Platform.People.Current.Members[leaving.Who].Active);
        Assert.All(await leaving.Owners(), owner => Assert.Equal(leaving.Who, owner));
        Assert.Equal(409, (await boss.Post(url, [("receivers", $"{leaving.One}"), ("unasked", "x")])).Status);

        var told = await leaving.Told(leaving.Manager);
        Assert.Equal((NotificationKind.HandoverAsked, "王芳"), (told.Kind, told.Person));
        var request = (await host.Platform.HandoverRequests.Last(host.Admin, leaving.Who))!;
        var page = $"/handovers/{request.Id}";
        Assert.Equal(page, $"/handovers/{told.Handover}");
        var manager = (await host.SignIn(leaving.Manager)).Htmx();
        Assert.Equal(404, (await (await host.SignIn(leaving.One)).Get(page)).Status);
        Assert.Contains("线索李伟4", string.Concat((await manager.Get(page)).Html.QuerySelectorAll("tbody tr").Select(r => r.TextContent)).Replace(" ", "").Replace("\n", ""), StringComparison.Ordinal);

        var agreed = await manager.Post(page + "/agree", [("comment", "同意")]);

        Assert.Equal(200, agreed.Status);
        Assert.All(await leaving.Owners(), owner => Assert.Equal(leaving.One, owner));
        Assert.Equal(0, (await host.Platform.Handovers.Count(host.Admin, leaving.Who)).Total);
        Assert.Equal((HandoverState.Done, "同意"), ((await host.Platform.HandoverRequests.Last(host.Admin, leaving.Who))!.State, (await host.Platform.HandoverRequests.Last(host.Admin, leaving.Who))!.Comment));
        Assert.Equal(409, (await manager.Post(page + "/refuse", [("comment", "太晚")])).Status);
        Assert.Equal(NotificationKind.HandoverAgreed, (await leaving.Told(host.Admin.MemberId)).Kind);
        Assert.Equal(["member.handed_over", "handover.agreed", "member.deactivated", "handover.asked"], (await host.Platform.People.Audit(host.Admin, limit: 4, subject: leaving.Who)).Select(a => a.What));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_the_superior_refuses_stays_where_it_is(DatabaseKind kind)
    {
        await using var leaving = await Leaving.Open(kind);
        var requests = leaving.Host.Platform.HandoverRequests;
        var request = await requests.Ask(leaving.Host.Admin, leaving.Who, To(leaving.One), disable: true);
        Assert.Equal("handover.waits", (await Refused(() => requests.Ask(leaving.Host.Admin, leaving.Who, To(leaving.Two), disable: true))).Code);
        var manager = leaving.Host.Platform.People.Current.Actor(leaving.Manager);
        Assert.Equal("handover.not_asked", (await Refused(() => requests.Agree(leaving.Host.Admin, request.Id, null))).Code);
        Assert.Equal("comment", Assert.Single((await Refused(() => requests.Refuse(manager, request.Id, " "))).Errors).Field);

        await requests.Refuse(manager, request.Id, "先交给王组长");

        Assert.All(await leaving.Owners(), owner => Assert.Equal(leaving.Who, owner));
        Assert.True(leaving.Host.Platform.People.Current.Members[leaving.Who].Active);
        Assert.Equal("handover.settled", (await Refused(() => requests.Agree(manager, request.Id, null))).Code);
        var boss = await leaving.Host.SignInAdmin();
        Assert.Contains("先交给王组长", (await boss.Get(leaving.Url)).Html.QuerySelector("#asked")!.TextContent, StringComparison.Ordinal);

        // It can be asked again, taken back, and asked once more.
        var second = await requests.Ask(leaving.Host.Admin, leaving.Who, To(leaving.Two), disable: true);
        await requests.Withdraw(leaving.Host.Admin, second.Id);
        Assert.Equal("handover.settled", (await Refused(() => requests.Agree(manager, second.Id, null))).Code);
        await requests.Agree(manager, (await requests.Ask(leaving.Host.Admin, leaving.Who, To(leaving.Two), disable: true)).Id, null);
        Assert.All(await leaving.Owners(), owner => Assert.Equal(leaving.Two, owner));
        Assert.False(leaving.Host.Platform.People.Current.Members[leaving.Who].Active);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_many_answers_at_once_one_counts(DatabaseKind kind)
    {
        await using var leaving = await Leaving.Open(kind);
        var requests = leaving.Host.Platform.HandoverRequests;
        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Tried(() => requests.Ask(leaving.Host.Admin, leaving.Who, To(leaving.One), disable: false))));
        Assert.Single(asked, "");
        var request = (await requests.Last(leaving.Host.Admin, leaving.Who))!;
        var manager = leaving.Host.Platform.People.Current.Actor(leaving.Manager);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Tried(() => i % 2 == 0 ? requests.Agree(manager, request.Id, null) : requests.Refuse(manager, request.Id, "不"))));

        Assert.Single(answers, "");
        Assert.All(answers.Where(a => a != ""), a => Assert.Equal("handover.settled", a));
        var state = (await requests.Last(leaving.Host.Admin, leaving.Who))!.State;
        Assert.All(await leaving.Owners(), owner => Assert.Equal(state == HandoverState.Done ? leaving.One : leaving.Who, owner));

        static async Task<string> Tried(Func<Task> work)
        {
            try
            {
                await work();
                return "";
            }
            catch (ProblemException refused)
            {
                return refused.Problem.Code;
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Not_asking_wants_a_reason_that_stands_in_the_trail(DatabaseKind kind)
    {
        await using var leaving = await Leaving.Open(kind);
        var boss = (await leaving.Host.SignInAdmin()).Htmx();

        var bare = await boss.Post(leaving.Url, [("receivers", $"{leaving.One}")]);
        Assert.Equal(422, bare.Status);
        Assert.NotNull(bare.Html.QuerySelector("#f-unasked-field[data-invalid]"));
        Assert.All(await leaving.Owners(), owner => Assert.Equal(leaving.Who, owner));

        Assert.Equal(200, (await boss.Post(leaving.Url, [("receivers", $"{leaving.One}"), ("unasked", "主管也已离职")])).Status);

        Assert.All(await leaving.Owners(), owner => Assert.Equal(leaving.One, owner));
        Assert.True(leaving.Host.Platform.People.Current.Members[leaving.Who].Active);
        Assert.Contains("主管也已离职", (await boss.Get($"/admin/members/{leaving.Who}")).Html.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Conditions_say_who_takes_which_records_and_the_first_that_fits_counts(DatabaseKind kind)
    {
        await using var leaving = await Leaving.Open(kind);
        var (host, three) = (leaving.Host, (await leaving.Host.Add("陈昊", "sales_rep")).Id);
        var boss = (await host.SignInAdmin()).Htmx();
        var added = await boss.Post(leaving.Url, [("receivers", $"{leaving.One}"), ("do", "line.add"), ("line.form", "l2c/lead")]);
        Assert.NotNull(added.Html.QuerySelector("#lines [name='line0.form'][value='l2c/lead']"));
        Assert.All(await leaving.Owners(), owner => Assert.Equal(leaving.Who, owner));
        (string, string)[] lines =
        [
            ("line0.form", "l2c/lead"), ("line0.where", """{"all":[{"field":"company_name","op":"contains","value":"3"}]}"""), ("line0.to", $"{three}"),
            ("line1.form", "l2c/lead"), ("line1.where", """{"all":[{"field":"company_name","op":"any_of","value":["公司1","公司2","公司3"]}]}"""), ("line1.to", $"{leaving.Two}"),
        ];
        var moved = await boss.Post(leaving.Url, [("receivers", $"{leaving.One}"), .. lines, ("do", "line.down 0")]);
        Assert.Equal($"{leaving.Two}", moved.Html.QuerySelector("#lines [name='line0.to'] option[selected]")!.GetAttribute("value"));
        Assert.Equal("line1.to", Assert.Single((await Refused(() => host.Platform.HandoverRequests.CarryOut(host.Admin, leaving.Who, To(leaving.One) with { Lines = [Line("1", leaving.Two), Line("2")] }, false, "x"))).Errors).Field);

        await boss.Post(leaving.Url, [("receivers", $"{leaving.One}"), .. lines, ("ask", "yes"), ("disable", "")]);

        var request = (await host.Platform.HandoverRequests.Last(host.Admin, leaving.Who))!;
        var shares = await host.Platform.HandoverRequests.Shares(host.Admin, request.Id);
        Assert.Equal([(leaving.One, 1), (leaving.Two, 2), (three, 1)], shares.Where(s => s.Form.Key == "lead").Select(s => (s.Receiver, s.Records)).OrderBy(s => s.Receiver));
        Assert.Equal([leaving.One], shares.Where(s => s.Form.Key == "task").Select(s => s.Receiver));
        await host.Platform.HandoverRequests.Agree(host.Platform.People.Current.Actor(leaving.Manager), request.Id, null);
        Assert.Equal([leaving.One, leaving.Two, leaving.Two, three], await leaving.Owners());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_takes_over_shared_work_shares_it_no_longer_than_who_leaves(DatabaseKind kind)
    {
        await using var leaving = await Leaving.Open(kind);
        var (host, lead, end) = (leaving.Host, leaving.Host.App["lead"], leaving.Host.Platform.Clock.GetUtcNow().UtcDateTime.Date.AddDays(10));
        var open = new List<long>();
        for (var i = 0; i < 2; i++)
            open.Add((await host.Platform.Records.Save(host.Admin, new Draft(lead).Set("company_name", "别家" + i).Set("contact_name", "甲").Set("mobile", "1380000000" + i).Set("source", "referral").Set("referrer", "乙")
                .Set("owner", leaving.Manager).Set("collaborators", new[] { leaving.Who }))).Record.Id);
        await host.Platform.Sharing.Limit(host.Admin, lead, open[0], leaving.Who, edit: false, end);

        await host.Platform.HandoverRequests.CarryOut(host.Admin, leaving.Who, To(leaving.One), disable: true, "x");

        async Task<(bool, DateTime?)> Share(long id) => (await host.Platform.Sharing.Of(host.Admin, lead, id)).Where(s => s.Member == leaving.One).Select(s => (s.Edit, s.Until)).Single();
        Assert.Equal((false, (DateTime?)end), await Share(open[0]));
        Assert.Equal((true, null), await Share(open[1]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Decisions_that_wait_for_who_is_disabled_already_are_handed_over_too(DatabaseKind kind)
    {
        await using var leaving = await Leaving.Open(kind);
        var host = leaving.Host;
        var lead = host.App["lead"];
        // The manager leaves: what a seller has asked of them waits.
        var ask = new Draft(lead.Action("request.extend")!.Ask!).Set("note", "展会后再谈");
        await host.Platform.Records.Act(host.Platform.People.Current.Actor(leaving.Who), lead, leaving.Leads[0], "request.extend", ask);
        Assert.Equal(1, (await host.Platform.Handovers.Count(host.Admin, leaving.Manager)).Approvals.Sum(a => a.Count));
        await host.Platform.People.GiveRoles(host.Admin, leaving.Two, "l2c", ["sales_manager"]);
        await host.Platform.People.Deactivate(host.Admin, leaving.Manager);

        var result = await host.Platform.HandoverRequests.CarryOut(host.Admin, leaving.Manager, To(leaving.Two), disable: true, null);

        Assert.Equal((1, 0), (result.Moved, result.Left.Count));
        Assert.Equal(0, (await host.Platform.Handovers.Count(host.Admin, leaving.Manager)).Total);
    }

    private static HandoverChoice To(params long[] receivers) => new(receivers, new Dictionary<string, IReadOnlyList<long>>());

    private static HandoverLine Line(string part, params long[] receivers) => new("l2c/lead", new ConditionDefinition { Field = "company_name", Op = "contains", Value = JsonSerializer.SerializeToElement(part) }, receivers);

    private static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    /// <summary>A seller with four leads and a task, who reports to a manager; and two who could take over.</summary>
    private sealed record Leaving(TestHost Host, long Who, long Manager, long One, long Two, IReadOnlyList<long> Leads) : IAsyncDisposable
    {
        public string Url => $"/admin/members/{Who}/handover";

        public static async Task<Leaving> Open(DatabaseKind kind)
        {
            var host = await TestHost.Start(kind);
            var people = host.Platform.People;
            var manager = await host.Add("孙磊", "sales_manager");
            var department = await people.AddDepartment(host.Admin, new("销售部", HeadId: manager.Id));
            var who = await people.AddMember(host.Admin, new("王芳", "wangfang@example.com") { Language = "zh-CN", Departments = [department.Id] });
            await people.GiveRoles(host.Admin, who.Id, "l2c", ["sales_rep"]);
            var (one, two) = (await host.Add("李伟", "sales_rep"), await host.Add("周燕", "sales_rep"));
            var actor = people.Current.Actor(who.Id);
            var leads = new List<long>();
            for (var i = 0; i < 4; i++)
                leads.Add((await host.Platform.Records.Save(actor, new Draft(host.App["lead"]).Set("company_name", "公司" + i).Set("contact_name", "甲").Set("mobile", "1390000000" + i).Set("source", "referral").Set("referrer", "乙"))).Record.Id);
            await host.Platform.Records.Save(actor, new Draft(host.App["task"]).Set("subject", "回电").Set("due_at", new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
            return new(host, who.Id, manager.Id, one.Id, two.Id, leads);
        }

        public async Task<List<long>> Owners()
        {
            var owners = new List<long>();
            foreach (var id in Leads) owners.Add((long)(await Host.Platform.Query.Get(Host.Admin, Host.App["lead"], id)).Record["owner"]!);
            return owners;
        }

        /// <summary>The newest that they are told, once it has been carried to them.</summary>
        public async Task<Notification> Told(long member)
        {
            Notification? told = null;
            Assert.True(await Eventually.Holds(async () => (told = (await Host.Platform.Notifications.Page(Host.Platform.People.Current.Actor(member))).FirstOrDefault()) is { Handover: > 0 }), "They are told nothing.");
            return told!;
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
