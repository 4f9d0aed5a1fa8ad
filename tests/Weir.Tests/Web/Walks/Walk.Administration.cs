namespace Weir.Tests.Web.Walks;

internal sealed partial class Walk
{
    /// <summary>Members, invitations, departments, roles, organisation and apps: for an administrator of the organisation, and for nobody else.</summary>
    private async Task Administration()
    {
        string[] pages = ["/admin/members", "/admin/members/invitations", "/admin/members/import", "/admin/departments", "/admin/roles/l2c", "/admin/roles/l2c/sales_rep", "/admin/organisation", "/admin/organisation/trail", "/admin/apps", "/admin/letters"];
        foreach (var page in pages) Look(page, await me.Get(page), role == Charter.Organisation ? 200 : 404);
        if (role != Charter.Organisation)
        {
            Look("add a department, not allowed", await me.Htmx().Post("/admin/departments", ("name", "x")), 404);
            return;
        }
        var people = stage.Host.Platform.People;
        var (department, newcomer, duty) = (stage.Say("交付部", "Fitters"), stage.Say("新来", "Nina New"), (Zh: "渠道", En: "Channel"));
        stage.Say(duty.Zh, duty.En);
        Look("department", await me.Htmx().Post("/admin/departments", ("name", department)), 200);
        True("department stored", people.Current.Departments.Values.Any(d => d.Name == department));

        var invited = Look("invite", await me.Htmx().Post("/admin/members/invite", ("name", newcomer), ("email", "nina@example.com"), ("role", "l2c:finance")), 200);
        var link = invited.Html.QuerySelector("w-copy input")?.GetAttribute("value") ?? "/";
        var guest = stage.Host.Visit();
        Look("invitation", await guest.Get(link), 200, words: false);
        Look("accept", await guest.Post(link, ("name", newcomer), ("password", Stage.Password)), 302);
        var joined = people.Current.Members.Values.SingleOrDefault(m => m.Name == newcomer);
        True("the newcomer joined with the role", joined is not null && people.Current.Roles(joined.Id, "l2c").SequenceEqual(["finance"]));
        if (joined is not null)
        {
            Look("member", await me.Get($"/admin/members/{joined.Id}"), 200);
            Look("disable", await me.Htmx().Post($"/admin/members/{joined.Id}/disable"), 200);
            True("the newcomer is out", !people.Current.Members[joined.Id].Active);
        }

        Look("role", await me.Htmx().Post("/admin/roles/l2c", ("zh", duty.Zh), ("en", duty.En), ("like", "sales_rep")), 200, or: 204);
        True("role stored", stage.Host.App.Definition.Roles.Any(r => r.Key == "channel"));
        Look("role page", await me.Get("/admin/roles/l2c/channel"), 200);
        Look("organisation", await me.Htmx().Post("/admin/organisation", ("company", "恒通装备"), ("zone", "Asia/Shanghai"), ("currency", "CNY"), ("language", "zh-CN")), 200);
        Look("app name", await me.Htmx().Post("/admin/apps/l2c/name", ("zh", "线索到现金"), ("en", "Lead to Cash")), 200, or: 204);
    }
}
