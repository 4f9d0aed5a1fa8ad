using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Access;

/// <summary>Adding, changing and deactivating members.</summary>
public class MembersTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_is_in_the_directory_at_once_and_after_a_restart(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var sales = await office.People.AddDepartment(office.Admin, new("销售部"));
        var li = await office.People.AddMember(office.Admin, new(" 李雷 ", "Li.Lei@Example.com", "138 0013 8000")
        {
            Departments = [sales.Id], ManagerId = office.Boss.Id, Language = "en",
        });

        Assert.Equal(("李雷", "Li.Lei@Example.com", "+8613800138000"), (li.Name, li.Email, li.Mobile));
        using var restarted = new People(office.Database, office.Ids, office.Clock);
        await restarted.Load();
        foreach (var directory in new[] { office.People.Current, restarted.Current })
        {
            var found = directory.Members[li.Id];
            Assert.Equal([sales.Id], found.Departments);
            Assert.Equal((office.Boss.Id, "en", true, false), (found.ManagerId, found.Language, found.Active, found.Administrator));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_address_or_number_written_otherwise_is_taken(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        await office.People.AddMember(office.Admin, new("李雷", "li@example.com", "+86 138-0013-8000"));
        Assert.Equal("email:email.taken mobile:mobile.taken",
            await Office.Errors(() => office.People.AddMember(office.Admin, new("韩梅", " ＬＩ＠example.COM", "00861380013800０"))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task All_that_is_wrong_with_a_member_is_said_at_once(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var errors = await Office.Errors(() => office.People.AddMember(office.Admin, new("  ", "no address", "12")
        {
            Departments = [99], ManagerId = 98, Language = "fr",
        }));
        Assert.Equal("name:member.name email:email.invalid mobile:mobile.invalid language:language.unknown departments:member.department manager:member.manager", errors);
        Assert.Equal("email:member.reach", await Office.Errors(() => office.People.AddMember(office.Admin, new("李雷", ""))));
        Assert.Single(office.People.Current.Members);
    }

    [Theory]
    [InlineData("a@b.c\nx@y.z")]
    [InlineData("李@example.com")]
    [InlineData("a@example..com")]
    [InlineData("a b@example.com")]
    [InlineData("<a@example.com>")]
    [InlineData("@example.com")]
    [InlineData("mıke@example.com")]
    public void What_is_no_address_is_refused(string text) => Assert.Null(Reach.Email(text));

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_reports_to_themselves_by_a_detour(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var li = await office.Add("李雷", "li@example.com");
        var han = await office.People.AddMember(office.Admin, new("韩梅", "han@example.com") { ManagerId = li.Id });
        Assert.Equal("manager:member.manager",
            await Office.Errors(() => office.People.ChangeMember(office.Admin, li.Id, MemberEntry.Of(li) with { ManagerId = han.Id })));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_an_administrator_changes_people(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var li = await office.Add("李雷", "li@example.com");
        var sales = await office.People.AddDepartment(office.Admin, new("销售部"));
        var (people, who) = (office.People, office.As(li));
        Func<Task>[] attempts =
        [
            () => people.AddMember(who, new("赵", "z@example.com")),
            () => people.ChangeMember(who, li.Id, MemberEntry.Of(li) with { Administrator = true }),
            () => people.Deactivate(who, office.Boss.Id),
            () => people.Activate(who, office.Boss.Id),
            () => people.AddMembers(who, [], false),
            () => people.GiveRoles(who, li.Id, "crm", ["admin"]),
            () => people.AddDepartment(who, new("财务部")),
            () => people.ChangeDepartment(who, sales.Id, new("财务部")),
            () => people.MoveDepartment(who, sales.Id, null, 0),
            () => people.RemoveDepartment(who, sales.Id),
            () => people.ChangeOrganisation(who, new("公司", "UTC", "CNY", "en")),
            () => people.Audit(who),
        ];
        var before = office.People.Current.Version;
        foreach (var attempt in attempts) Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(attempt)).Kind);
        Assert.Equal(before, office.People.Current.Version);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_right_that_was_taken_meanwhile_no_longer_counts(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var li = await office.People.AddMember(office.Admin, new("李雷", "li@example.com") { Administrator = true });
        var stale = office.As(li);
        await office.People.ChangeMember(office.Admin, li.Id, MemberEntry.Of(li) with { Administrator = false });
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => office.People.Deactivate(stale, office.Boss.Id))).Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_last_active_administrator_stays(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var second = await office.People.AddMember(office.Admin, new("李雷", "li@example.com") { Administrator = true });
        await office.People.Deactivate(office.Admin, second.Id);
        Assert.Equal("member.last_administrator", (await Office.Refused(() => office.People.Deactivate(office.Admin, office.Boss.Id))).Code);
        Assert.Equal("member.last_administrator", (await Office.Refused(
            () => office.People.ChangeMember(office.Admin, office.Boss.Id, MemberEntry.Of(office.Boss) with { Administrator = false }))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_administrators_who_remove_each_other_at_once_leave_one(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var li = await office.People.AddMember(office.Admin, new("李雷", "li@example.com") { Administrator = true });
        var (one, other) = (office.Admin, office.As(li));
        var attempts = new[] { office.People.Deactivate(one, li.Id), office.People.Deactivate(other, office.Boss.Id) };
        await Task.WhenAll(attempts.Select(a => a.ContinueWith(_ => { }, TaskScheduler.Default)));
        _ = Assert.Single(attempts, a => a.IsCompletedSuccessfully);
        Assert.Single(office.People.Current.Members.Values, m => m is { Active: true, Administrator: true });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_address_added_by_many_at_once_becomes_one_member(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var admin = office.Admin;
        var attempts = Enumerable.Range(0, 16).Select(_ => office.People.AddMember(admin, new("李雷", "li@example.com"))).ToList();
        await Task.WhenAll(attempts.Select(a => a.ContinueWith(_ => { }, TaskScheduler.Default)));
        _ = Assert.Single(attempts, a => a.IsCompletedSuccessfully);
        Assert.Equal(2, office.People.Current.Members.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Changes_leave_a_trail_of_who_did_what(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var li = await office.Add("李雷", "li@example.com");
        await office.People.ChangeMember(office.Admin, li.Id, MemberEntry.Of(li) with { Name = "李磊" });
        await office.People.GiveRoles(office.Admin, li.Id, "crm", ["sales"]);
        await office.People.Deactivate(office.Admin, li.Id);

        var trail = await office.People.Audit(office.Admin, subject: li.Id);
        Assert.Equal(["member.deactivated", "roles.given", "member.changed", "member.added"], trail.Select(e => e.What));
        Assert.All(trail, e => Assert.Equal((office.Boss.Id, "web", office.Clock.GetUtcNow().UtcDateTime), (e.MemberId, e.Road, e.At)));
        Assert.Equal("""{"name":["李雷","李磊"]}""", trail[2].Detail);
        Assert.Equal("member.added", Assert.Single(await office.People.Audit(office.Admin, before: trail[2].Id, subject: li.Id)).What);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_member_changes_the_own_language_without_being_an_administrator(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var li = await office.Add("李雷", "li@example.com");
        Assert.True(office.As(li).Chinese);
        await office.People.ChangeLanguage(office.As(li), "en");
        Assert.False(office.As(li).Chinese);
        Assert.Equal("language:language.unknown", await Office.Errors(() => office.People.ChangeLanguage(office.As(li), "xx")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_profile_and_its_roles_are_saved_together_or_not_at_all(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var li = await office.Add("李雷", "li@example.com");
        var entry = MemberEntry.Of(li) with { Name = "李蕾" };

        Assert.Equal("roles:member.role", await Office.Errors(() => office.People.ChangeMember(office.Admin, li.Id, entry, [new("crm", "seller"), new("crm", "No Role")])));
        Assert.Equal(("李雷", 0), (office.People.Current.Members[li.Id].Name, office.People.Current.Roles(li.Id).Count()));

        await office.People.ChangeMember(office.Admin, li.Id, entry, [new("crm", "seller"), new("shop", "clerk")]);
        await office.People.ChangeMember(office.Admin, li.Id, entry, [new("crm", "seller")]);
        Assert.Equal(("李蕾", "crm:seller"), (office.People.Current.Members[li.Id].Name, string.Join(' ', office.People.Current.Roles(li.Id).Select(r => $"{r.App}:{r.Role}"))));
        await office.People.ChangeMember(office.Admin, li.Id, entry);
        Assert.Single(office.People.Current.Roles(li.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_two_who_change_the_same_state_of_a_member_at_once_one_is_refused(DatabaseKind kind)
    {
        await using var office = await Office.Open(kind);
        var li = await office.Add("李雷", "li@example.com");
        var (admin, seen) = (office.Admin, Mark.Of(office.People.Current, li));

        var changes = new[] { "甲", "乙", "丙" }.Select(name => office.People.ChangeMember(admin, li.Id, MemberEntry.Of(li) with { Name = name }, seen: seen)).ToList();
        await Task.WhenAll(changes.Select(c => c.ContinueWith(_ => { }, TaskScheduler.Default)));

        var won = Assert.Single(changes, c => c.IsCompletedSuccessfully);
        Assert.Equal((await won).Name, office.People.Current.Members[li.Id].Name);
        foreach (var lost in changes.Where(c => c != won)) Assert.Equal(("member.stale", ProblemKind.Conflict), ((await Office.Refused(() => lost)).Code, (await Office.Refused(() => lost)).Kind));
        // Disabling is another action: it makes no profile stale.
        var now = Mark.Of(office.People.Current, office.People.Current.Members[li.Id]);
        await office.People.Deactivate(office.Admin, li.Id);
        Assert.False((await office.People.ChangeMember(office.Admin, li.Id, MemberEntry.Of(li), seen: now)).Active);
    }
}
