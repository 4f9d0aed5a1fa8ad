using Weir.Engine.Access;
using Weir.Engine.Search;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Pickers;

/// <summary>Members and departments by what somebody types: a part of the name, the address, or the reading in pinyin.</summary>
public static class Colleagues
{
    /// <param name="me">Offers "me" first: a filter that means whoever looks.</param>
    public static IEnumerable<PickOption> Members(Visit visit, string? typed, bool me)
    {
        var words = typed?.Trim() ?? "";
        var directory = visit.Actor.Directory;
        if (me && (words.Length == 0 || visit.Say("我", "me").Contains(words, StringComparison.OrdinalIgnoreCase))) yield return new("@me", visit.Say("我（看的人）", "Me (whoever looks)"));
        var found = directory.Members.Values.Where(m => m.Active && (words.Length == 0 || Fits(m.Name, words) || m.Email.Contains(words, StringComparison.OrdinalIgnoreCase)))
            // Oneself and the own department first: the likeliest choice.
            .OrderBy(m => m.Id == visit.Actor.MemberId ? 0 : m.Departments.Intersect(visit.Actor.Departments).Any() ? 1 : 2).ThenBy(m => Pinyin.SortKey(m.Name), StringComparer.Ordinal).Take(RecordChoice.Most);
        foreach (var member in found)
            yield return new(member.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), member.Name, member.Departments.Count > 0 ? directory.Path(member.Departments[0]) : null);
    }

    /// <param name="mine">Offers first the departments of whoever looks, for a filter.</param>
    public static IEnumerable<PickOption> Departments(Visit visit, string? typed, bool mine = false)
    {
        var words = typed?.Trim() ?? "";
        var directory = visit.Actor.Directory;
        PickOption[] own = [new("@my_department", visit.Say("我的部门（看的人）", "My department (whoever looks)")), new("@my_subtree", visit.Say("我的部门及下级（看的人）", "My department and those below (whoever looks)"))];
        return own.Where(o => mine && (words.Length == 0 || o.Label.Contains(words, StringComparison.OrdinalIgnoreCase))).Concat(directory.Departments.Values.Where(d => words.Length == 0 || Fits(d.Name, words))
            .Select(d => (d, Path: directory.Path(d.Id))).OrderBy(x => x.Path, StringComparer.Ordinal).Take(RecordChoice.Most)
            .Select(x => new PickOption(x.d.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), x.d.Name, x.Path == x.d.Name ? null : x.Path)));
    }

    /// <summary>The name holds the words, or its reading in pinyin begins with them.</summary>
    public static bool Fits(string name, string words) => name.Contains(words, StringComparison.OrdinalIgnoreCase)
        || Pinyin.Full(name).Replace(" ", "", StringComparison.Ordinal).StartsWith(words.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
        || Pinyin.Initials(name).Any(i => i.StartsWith(words, StringComparison.OrdinalIgnoreCase));
}
