using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Search;
using Weir.Web.Http;
using Weir.Web.Pages.Frame;

namespace Weir.Web.Pages.Search;

/// <summary>Something the palette can do besides finding a record: go somewhere, make something new, change the theme or the language. Opens no door that is closed.</summary>
/// <param name="Url">Where it leads; empty when it acts on the spot.</param>
/// <param name="Theme">The theme it switches to.</param>
/// <param name="Language">The language it switches to.</param>
public sealed record Command(Words Label, string Icon, string Url = "", string? Theme = null, string? Language = null)
{
    private IReadOnlyList<string>? tokens;

    /// <summary>The form whose record it begins.</summary>
    public Form? Form { get; init; }

    /// <summary>All that this visitor may do, in the order in which it is offered.</summary>
    public static IReadOnlyList<Command> Of(Visit visit, App app)
    {
        var forms = Navigation.Visible(visit, app).SelectMany(g => g.Forms).ToList();
        var all = new List<Command>();
        all.AddRange(forms.Where(f => FormAccess.Of(visit.Actor, f).Can(Operation.Create)).Select(f => new Command(f.NewLabel, "plus", $"/app/{app.Key}/{f.Key}/new") { Form = f }));
        all.AddRange(forms.Select(f => new Command(($"打开{f.Label.Zh}", $"Go to {f.Label.En}"), f.Definition.Icon, $"/app/{app.Key}/{f.Key}")));
        all.Add(new(("首页", "Home"), "home", $"/app/{app.Key}"));
        all.Add(new(("通知", "Notifications"), "bell", $"/app/{app.Key}/notifications"));
        all.Add(new(("便签", "Stickies"), "note", $"/app/{app.Key}/stickies"));
        all.Add(new(("个人设置", "My settings"), "user", "/me"));
        all.AddRange(visit.Apps.Where(other => other != app).Select(other => new Command(($"切换到{other.Definition.Label.Zh}", $"Switch to {other.Definition.Label.En}"), "layout-dashboard", "/app/" + other.Key)));
        all.Add(new(("浅色外观", "Light theme"), "sun", Theme: "light"));
        all.Add(new(("深色外观", "Dark theme"), "moon", Theme: "dark"));
        all.Add(new(("外观跟随系统", "System theme"), "device-laptop", Theme: "auto"));
        all.Add(visit.Chinese ? new(("切换到 English", "Switch to English"), "language", Language: "en") : new(("切换到中文", "Switch to 中文"), "language", Language: "zh-CN"));
        if (visit.Actor.Administrator)
        {
            all.AddRange(Navigation.AdministrationPages.Select(p => new Command(($"组织管理：{p.Zh}", $"Administration: {p.En}"), p.Icon, p.Url)));
            all.Add(new(("组织管理：未送达", "Administration: Undelivered"), "alert-circle", "/admin/letters"));
        }
        return all;
    }

    /// <summary>Found as records are: by characters, words and pinyin, in either language.</summary>
    public bool Fits(SearchQuery query) => query.Matches(tokens ??= SearchTokens.Index([(Label.Zh, SearchKind.Name), (Label.En, SearchKind.Text)]));
}
