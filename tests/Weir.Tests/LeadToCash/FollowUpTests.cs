using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>Step 10: what was said is logged in one go, the next date becomes a task, and a task that is done repeats itself.</summary>
public sealed class FollowUpTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_step_10_a_follow_up_moves_the_lead_on_and_plans_the_next(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await desk.Create(Desk.Rep, "lead", ("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("mobile", "13812345678"), ("source", "website_form"));
        Assert.Equal("to_follow", lead["status"]);

        await Log(desk, lead, ("content", "电话里谈了需求。"), ("next_follow_at", Next), ("next_plan", "带方案拜访"));

        var after = await desk.Read("lead", lead.Id);
        Assert.Equal(("following", desk.Clock.Now.UtcDateTime, Next), (after["status"], after["last_follow_at"], after["next_follow_at"]));
        var task = Assert.Single(await All(desk, "task"));
        Assert.Equal(("带方案拜访", Next, (object)Desk.Rep, "todo", new RecordRef("lead", lead.Id)), (task["subject"], task["due_at"], task["assignee"], task["status"], task["target"]));
        var activity = Assert.Single(await All(desk, "activity"));
        Assert.Equal(ProblemKind.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Delete(desk.Actor(Desk.Rep), desk.Form("activity"), activity.Id))).Problem.Kind);
        Assert.Equal(ProblemKind.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => desk.Change(Desk.Rep, activity, ("content", "改写历史")))).Problem.Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_has_not_happened_yet_is_no_follow_up_on_any_road(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await desk.Create(Desk.Rep, "lead", ("company_name", "苏州恒力"), ("contact_name", "马丽"), ("mobile", "13812345678"), ("source", "website_form"));
        var tomorrow = desk.Clock.Now.UtcDateTime.AddDays(1);

        var typed = await Assert.ThrowsAsync<ProblemException>(() => desk.Create(Desk.Rep, "activity", ("target", new RecordRef("lead", lead.Id)), ("content", "明天的拜访"), ("follow_at", tomorrow)));
        var logged = await Assert.ThrowsAsync<ProblemException>(() => Log(desk, lead, ("content", "明天的拜访"), ("follow_at", tomorrow)));

        foreach (var refused in new[] { typed, logged }) Assert.Contains(refused.Problem.Errors, e => e.Field == "follow_at");
        Assert.Empty(await All(desk, "activity"));
        await Log(desk, lead, ("content", "刚通过话"), ("follow_at", desk.Clock.Now.UtcDateTime.AddMinutes(3)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_follow_up_from_a_task_finishes_the_task(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        var task = await desk.Create(Desk.Rep, "task", ("subject", "回电"), ("target", new RecordRef("account", account.Id)), ("due_at", Next));

        await desk.Create(Desk.Rep, "activity", ("target", new RecordRef("account", account.Id)), ("content", "已回电"), ("source_task", task.Id));

        Assert.Equal("done", (await desk.Read("task", task.Id))["status"]);
        Assert.NotNull((await desk.Read("task", task.Id))["done_at"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_repeating_task_that_is_done_makes_the_next_one_once(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var task = await desk.Create(Desk.Rep, "task", ("subject", "周报"), ("due_at", Next), ("repeat", "weekly"));

        await desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("task"), task.Id, "finish", new Draft(desk.Form("task").Action("finish")!.Ask!));
        Assert.Equal("action.not_now", (await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Act(desk.Actor(Desk.Rep), desk.Form("task"), task.Id, "finish"))).Problem.Code);

        var next = Assert.Single(await All(desk, "task"), t => t.Id != task.Id);
        Assert.Equal((Next.AddDays(7), "todo", "weekly"), (next["due_at"], next["status"], next["repeat"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_follow_up_finishes_the_tasks_of_its_record_whose_day_has_come(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await desk.Create(Desk.Rep, "lead", ("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("mobile", "13812345678"), ("source", "website_form"));
        var other = await desk.Create(Desk.Rep, "lead", ("company_name", "联创"), ("contact_name", "王刚"), ("mobile", "13812345679"), ("source", "website_form"));
        await Log(desk, lead, ("content", "谈了需求"), ("next_follow_at", Next));
        await Log(desk, other, ("content", "谈了需求"), ("next_follow_at", Next));
        var mine = await desk.Create(Desk.Rep, "task", ("subject", "寄样品"), ("target", new RecordRef("lead", lead.Id)), ("type", "delivery"), ("due_at", Next));

        desk.Clock.Now = new DateTimeOffset(Next).AddHours(1);
        await Log(desk, lead, ("content", "按约回电"), ("next_follow_at", Next.AddDays(7)));

        var tasks = await All(desk, "task");
        Assert.Equal(["done", "todo"], tasks.Where(t => t["target"]!.Equals(new RecordRef("lead", lead.Id)) && t.Id != mine.Id).OrderBy(t => t["due_at"]).Select(t => t["status"]));
        Assert.Equal((DateTime?)desk.Clock.Now.UtcDateTime, tasks.Single(t => (string?)t["status"] == "done")["done_at"]);
        Assert.Equal(2, tasks.Count(t => (string?)t["status"] == "todo" && (DateTime)t["due_at"]! == Next));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_task_logs_its_follow_up_on_what_it_is_about_and_is_done(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (account, contact, stranger) = await People(desk);
        var deal = await desk.Create(Desk.Rep, "opportunity", ("name", "装配线"), ("account", account.Id), ("primary_contact", contact.Id), ("amount", 1000m), ("expected_close", new DateOnly(2026, 12, 31)));
        await Log(desk, deal, ("content", "约了下周"), ("next_follow_at", Next));
        var task = Assert.Single(await All(desk, "task"));
        Assert.Equal((account.Id, contact.Id, "约了下周"), ((long)task["account"]!, (long)task["contact"]!, task["subject"]));

        Assert.Equal("contact", Assert.Single((await Assert.ThrowsAsync<ProblemException>(() => Log(desk, task, ("content", "去了"), ("contact", stranger.Id)))).Problem.Errors).Field);
        await Log(desk, task, ("content", "去了"), ("duration", 45m));

        Assert.Equal("done", (await desk.Read("task", task.Id))["status"]);
        var said = (await All(desk, "activity")).Single(a => (string?)a["content"] == "去了");
        Assert.Equal((new RecordRef("opportunity", deal.Id), account.Id, contact.Id, 45m, task.Id), (said["target"], (long)said["account"]!, (long)said["contact"]!, said["duration"], (long)said["source_task"]!));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_follow_up_on_an_account_names_the_person_who_was_spoken_to(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (account, contact, stranger) = await People(desk);

        Assert.Equal("contact", Assert.Single((await Assert.ThrowsAsync<ProblemException>(() => Log(desk, account, ("content", "电话"), ("contact", stranger.Id)))).Problem.Errors).Field);
        await Log(desk, account, ("content", "电话"), ("contact", contact.Id));

        Assert.Equal(desk.Clock.Now.UtcDateTime, (await desk.Read("contact", contact.Id))["last_follow_at"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_next_follow_up_is_what_was_agreed_last_even_when_that_is_earlier(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (account, contact, _) = await People(desk);
        var deal = await desk.Create(Desk.Rep, "opportunity", ("name", "装配线"), ("account", account.Id), ("primary_contact", contact.Id), ("amount", 1000m), ("expected_close", new DateOnly(2026, 12, 31)));
        var lead = await desk.Create(Desk.Rep, "lead", ("company_name", "苏州恒力精密机械有限公司"), ("contact_name", "马丽"), ("mobile", "13812345678"), ("source", "website_form"));
        foreach (var record in new[] { lead, account }) await Log(desk, record, ("content", "下月再谈"), ("next_follow_at", Next.AddDays(20)));

        desk.Clock.Now = desk.Clock.Now.AddHours(1);
        await Log(desk, lead, ("content", "提前到九号"), ("next_follow_at", Next));
        await Log(desk, deal, ("content", "提前到九号"), ("next_follow_at", Next));
        desk.Clock.Now = desk.Clock.Now.AddHours(1);
        await Log(desk, lead, ("content", "没接"));

        Assert.Equal(Next, (await desk.Read("lead", lead.Id))["next_follow_at"]);
        Assert.Equal(Next, (await desk.Read("account", account.Id))["next_follow_at"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_status_of_an_account_is_not_typed_and_follows_what_is_done_with_it(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (account, _, _) = await People(desk);
        Assert.Equal("following", account["status"]);
        Assert.Equal("field.read_only", Assert.Single((await Assert.ThrowsAsync<ProblemException>(() => desk.Change(Desk.Rep, account, ("status", "won")))).Problem.Errors).Code);

        desk.Clock.Now = desk.Clock.Now.AddDays(31);
        await desk.Records.Recompute(desk.Actor(Desk.Admin), account.Form, 0, 100);
        Assert.Equal("sleeping", (await desk.Read("account", account.Id))["status"]);
        await Log(desk, account, ("content", "又联系上了"));
        Assert.Equal("following", (await desk.Read("account", account.Id))["status"]);
        var why = new Draft(account.Form.Action("lose")!.Ask!).Set("lost_note", "改用自研");
        await desk.Records.Act(desk.Actor(Desk.Rep), account.Form, account.Id, "lose", why);
        Assert.Equal(("lost", "改用自研"), ((await desk.Read("account", account.Id))["status"], (await desk.Read("account", account.Id))["lost_note"]));
        await desk.Records.Act(desk.Actor(Desk.Rep), account.Form, account.Id, "revive");
        Assert.Equal("following", (await desk.Read("account", account.Id))["status"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_opportunity_that_never_was_one_is_marked_void_with_a_reason(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (account, _, _) = await People(desk);
        var deal = await desk.Create(Desk.Rep, "opportunity", ("name", "装配线"), ("account", account.Id), ("amount", 1000m), ("expected_close", new DateOnly(2026, 12, 31)));
        var ask = deal.Form.Action("void")!.Ask!;
        Assert.Equal("void_reason", Assert.Single((await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Act(desk.Actor(Desk.Rep), deal.Form, deal.Id, "void", new Draft(ask)))).Problem.Errors).Field);

        await desk.Records.Act(desk.Actor(Desk.Rep), deal.Form, deal.Id, "void", new Draft(ask).Set("void_reason", "duplicate"));
        Assert.Equal(("void", "duplicate"), ((await desk.Read("opportunity", deal.Id))["status"], (await desk.Read("opportunity", deal.Id))["void_reason"]));
        await desk.Records.Act(desk.Actor(Desk.Rep), deal.Form, deal.Id, "restore");

        var back = await desk.Read("opportunity", deal.Id);
        Assert.Equal(("open", null, null), (back["status"], back["void_reason"], back["closed_at"]));
    }

    private static async Task<(Record Account, Record Contact, Record Stranger)> People(Desk desk)
    {
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力"));
        var other = await desk.Create(Desk.Rep, "account", ("name", "联创"));
        return (account, await desk.Create(Desk.Rep, "contact", ("name", "马丽"), ("account", account.Id), ("mobile", "13812340013")), await desk.Create(Desk.Rep, "contact", ("name", "王刚"), ("account", other.Id), ("mobile", "13812340014")));
    }

    private static readonly DateTime Next = new(2026, 11, 9, 1, 0, 0, DateTimeKind.Utc);

    private static Task Log(Desk desk, Record record, params (string Key, object? Value)[] answers)
    {
        var draft = new Draft(record.Form.Action("follow_up")!.Ask!);
        foreach (var (key, value) in answers) draft.Set(key, value);
        return desk.Records.Act(desk.Actor(Desk.Rep), record.Form, record.Id, "follow_up", draft);
    }

    private static async Task<List<Record>> All(Desk desk, string form)
    {
        var page = await desk.Query.List(desk.Actor(Desk.Admin), new ListQuery(desk.Form(form)) { Columns = [new FieldPath([], desk.Form(form).Title)] });
        var records = new List<Record>();
        foreach (var row in page.Rows) records.Add(await desk.Read(form, row.Id));
        return records;
    }
}
