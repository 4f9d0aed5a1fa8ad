using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Weir.Engine.Access;
using Weir.Engine.Search;
using Weir.Web.Http;
using Weir.Web.Pages.Records.Pickers;

namespace Weir.Web.Pages.Admin.Members;

/// <summary>The members that a list shows: what its address asks for, and the page of those who fit. Changes nobody.</summary>
public sealed record MemberList(Visit Visit)
{
    public const string Path = "/admin/members";
    public const int PageSize = 50;

    private IReadOnlyList<Member>? fitting;

    public string Q { get; init; } = "";

    public long? Department { get; init; }

    /// <summary>app:role, or "none" for members without any role.</summary>
    public string Role { get; init; } = "";

    public bool Disabled { get; init; }

    /// <summary>Counted from 1.</summary>
    public int Page { get; init; } = 1;

    public Weir.Engine.Access.Directory People => Visit.Platform.People.Current;

    public int Active => People.Members.Values.Count(m => m.Active);

    public int Left => People.Members.Count - Active;

    public IReadOnlyList<Member> Fitting => fitting ??= [.. People.Members.Values.Where(Fits).OrderBy(m => Pinyin.SortKey(m.Name), StringComparer.Ordinal).ThenBy(m => m.Id)];

    public IEnumerable<Member> Shown => Fitting.Skip((Page - 1) * PageSize).Take(PageSize);

    public int Pages => Math.Max(1, (Fitting.Count + PageSize - 1) / PageSize);

    public bool Asks => Q.Length > 0 || Department is not null || Role.Length > 0;

    public string Url => QueryHelpers.AddQueryString(Path, new Dictionary<string, string?>
    {
        ["q"] = Q.Length > 0 ? Q : null, ["department"] = Department?.ToString(CultureInfo.InvariantCulture), ["role"] = Role.Length > 0 ? Role : null,
        ["status"] = Disabled ? "disabled" : null, ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    }.Where(p => p.Value is not null));

    public static MemberList Of(Visit visit)
    {
        var query = visit.Http.Request.Query;
        var list = new MemberList(visit)
        {
            Q = query["q"].ToString().Trim(), Role = query["role"].ToString(), Disabled = query["status"] == "disabled",
            Department = long.TryParse(query["department"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
            Page = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 1,
        };
        return list with { Page = Math.Clamp(list.Page, 1, list.Pages) };
    }

    /// <summary>The roles of a member by their names, as far as their apps still know them; with the app's name when there are several.</summary>
    public IEnumerable<(string Text, bool Strong)> Roles(Member member)
    {
        var several = Visit.Platform.Apps.Current.Count > 1;
        foreach (var given in People.Roles(member.Id))
            if (Visit.Platform.Apps.Find(given.App) is { } app && app.Definition.Roles.FirstOrDefault(r => r.Key == given.Role) is { } role)
                yield return ((several ? Visit.Say(app.Definition.Label) + " · " : "") + Visit.Say(role.Label), role.Administrator);
    }

    private bool Fits(Member member) => member.Active != Disabled
        && (Department is not { } department || member.Departments.Intersect(People.Subtree([department])).Any())
        && (Role.Length == 0 || (Role == "none" ? !member.Administrator && !People.Roles(member.Id).Any() : People.Roles(member.Id).Any(r => r.App + ":" + r.Role == Role)))
        && (Q.Length == 0 || Colleagues.Fits(member.Name, Q) || member.Email.Contains(Q, StringComparison.OrdinalIgnoreCase) || member.Mobile?.Contains(Q, StringComparison.Ordinal) == true);
}
