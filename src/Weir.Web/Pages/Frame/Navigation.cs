using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Frame;

/// <summary>The menu of one visit: the groups and forms that the actor may see, or the pages of administration. Knows no page's content.</summary>
public sealed class Navigation
{
    private Navigation(Visit visit, PageHead head)
    {
        var administrates = visit.Http.Request.Path.StartsWithSegments("/admin");
        App = visit.App ?? (visit.Apps.Count > 0 ? visit.Apps[0] : null);
        Name = App is null ? Company(visit) : visit.Say(App.Definition.Label);
        if (administrates) Name = Company(visit);
        Groups = administrates ? Administration(visit, head) : App is null ? [] : [Top(visit, App, head), .. Forms(visit, App, head), .. Insight(visit, App, head)];
        Foot = administrates || !visit.Actor.Administrator ? [] : [new(visit.Say("组织管理", "Administration"), "/admin/members", "settings")];
        Bottom = administrates ? [new(visit.Say("返回", "Back"), "/", "arrow-left"), .. AdministrationBottom(visit, head)] : App is null ? [] : Thumb(visit, App, head);
    }

    /// <summary>What the menu's head says: the app, or the company where there is none.</summary>
    public string Name { get; }

    /// <summary>The app that search and quick add look into.</summary>
    public App? App { get; }

    public IReadOnlyList<NavGroup> Groups { get; }

    public IReadOnlyList<NavItem> Foot { get; }

    /// <summary>The bar under the thumb on a phone.</summary>
    public IReadOnlyList<NavItem> Bottom { get; }

    public static Navigation Of(Visit visit, PageHead head) => new(visit, head);

    /// <summary>The forms of an app that the actor may see, group by group in the order of the definition.</summary>
    public static IEnumerable<(GroupDefinition Group, IReadOnlyList<Form> Forms)> Visible(Visit visit, App app)
    {
        foreach (var group in app.Definition.Groups)
        {
            var forms = app.Forms.Where(f => f.Definition.Group == group.Key && !f.Definition.OffMenu && FormAccess.Of(visit.Actor, f).Can(Operation.View)).ToList();
            if (forms.Count > 0) yield return (group, forms);
        }
    }

    /// <summary>The forms in which the actor may make a new record.</summary>
    public static IEnumerable<Form> Addable(Visit visit, App app) =>
        Visible(visit, app).SelectMany(g => g.Forms).Where(f => FormAccess.Of(visit.Actor, f).Can(Operation.Create));

    private static string Company(Visit visit) => visit.Actor.Directory.Company is { Length: > 0 } company ? company : "Weir";

    private static NavGroup Top(Visit visit, App app, PageHead head)
    {
        var items = new List<NavItem> { new(visit.Say("搜索或命令", "Search or command"), $"/app/{app.Key}/search", "search") { Opens = "palette", Keys = "⌘K" } };
        if (Addable(visit, app).Any()) items.Add(QuickAdd(visit, app));
        items.Add(new(visit.Say("首页", "Home"), $"/app/{app.Key}", "home") { Current = head.Area == "home" });
        if (Approves(visit, app)) items.Add(new(visit.Say("审批", "Approvals"), $"/app/{app.Key}/approvals", "checkbox") { Current = head.Area == "approvals", BadgeUrl = $"/app/{app.Key}/approvals/waiting" });
        items.Add(new(visit.Say("通知", "Notifications"), $"/app/{app.Key}/notifications", "bell") { Current = head.Area == "notifications", Opens = "notifications", Unread = true });
        items.Add(new(visit.Say("便签", "Stickies"), $"/app/{app.Key}/stickies", "note") { Current = head.Area == "stickies" });
        return new(null, items);
    }

    /// <summary>Something in the app is approved, and the actor may see some of it.</summary>
    private static bool Approves(Visit visit, App app) => app.Forms.Any(f => Weir.Engine.Capabilities.Approval.Approvals.Has(f) && FormAccess.Of(visit.Actor, f).Can(Operation.View));

    private static NavItem QuickAdd(Visit visit, App app) =>
        new(visit.Say("快速新建", "Quick add"), $"/app/{app.Key}/new", "plus") { Opens = "quick-add", Keys = "C", InDialog = true };

    private static IEnumerable<NavGroup> Forms(Visit visit, App app, PageHead head) =>
        Visible(visit, app).Select(g => new NavGroup(visit.Say(g.Group.Label), [.. g.Forms.Select(f => Item(visit, app, f, head))]));

    private static IEnumerable<NavGroup> Insight(Visit visit, App app, PageHead head)
    {
        var items = app.Dashboards.Where(d => d.For(visit.Actor))
            .Select(d => new NavItem(visit.Say(d.Definition.Label), $"/app/{app.Key}/dashboards/{d.Definition.Key}", d.Definition.Icon) { Current = head.Area == "dashboard:" + d.Definition.Key }).ToList();
        if (app.Definition.Reports.Any(r => FormAccess.Of(visit.Actor, app[r.Form]).Can(Operation.View)))
            items.Add(new(visit.Say("报表", "Reports"), $"/app/{app.Key}/reports", "report") { Current = head.Area == "reports" });
        return items.Count > 0 ? [new NavGroup(visit.Say("分析", "Insight"), items)] : [];
    }

    private static NavItem Item(Visit visit, App app, Form form, PageHead head) =>
        new(visit.Say(form.Label), $"/app/{app.Key}/{form.Key}", form.Definition.Icon) { Current = head.Area == form.Key };

    private static IReadOnlyList<NavItem> Thumb(Visit visit, App app, PageHead head)
    {
        var forms = Visible(visit, app).SelectMany(g => g.Forms).ToList();
        var items = new List<NavItem> { new(visit.Say("首页", "Home"), $"/app/{app.Key}", "home") { Current = head.Area is "home" or "notifications", Unread = true } };
        items.AddRange(forms.Take(1).Select(f => Item(visit, app, f, head)));
        if (Addable(visit, app).Any()) items.Add(QuickAdd(visit, app) with { Text = visit.Say("新建", "New") });
        // The first form of the second group: with leads at hand, the accounts.
        items.AddRange(Visible(visit, app).Skip(1).Select(g => g.Forms[0]).Take(1).Select(f => Item(visit, app, f, head)));
        items.Add(Approves(visit, app) ? new(visit.Say("审批", "Approvals"), $"/app/{app.Key}/approvals", "checkbox") { Current = head.Area == "approvals", BadgeUrl = $"/app/{app.Key}/approvals/waiting" }
            : new(visit.Say("我的", "Me"), "/me", "user") { Current = head.Area == "/me" });
        return items;
    }

    internal static IEnumerable<(string Zh, string En, string Url, string Icon)> AdministrationPages =>
    [
        ("成员", "Members", "/admin/members", "users"), ("部门", "Departments", "/admin/departments", "sitemap"), ("角色与权限", "Roles", "/admin/roles", "shield-check"),
        ("组织", "Organisation", "/admin/organisation", "building"), ("应用", "Apps", "/admin/apps", "package"),
    ];

    private static IReadOnlyList<NavGroup> Administration(Visit visit, PageHead head) =>
    [
        new(null, [new(visit.Say("返回应用", "Back to the app"), "/", "arrow-left")]),
        new(visit.Say("组织管理", "Administration"), AdministrationBottom(visit, head)),
    ];

    private static IReadOnlyList<NavItem> AdministrationBottom(Visit visit, PageHead head) =>
        [.. AdministrationPages.Select(p => new NavItem(visit.Say(p.Zh, p.En), p.Url, p.Icon) { Current = head.Area == p.Url })];
}
