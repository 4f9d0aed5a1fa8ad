using System.Runtime.CompilerServices;
using Weir.Engine.Access;

namespace Weir.Engine.FieldTypes.Reading;

/// <summary>Members by name or e-mail. A name that several bear is written with the e-mail, and refused without it.</summary>
internal sealed class People
{
    private static readonly ConditionalWeakTable<Directory, People> Known = [];

    private readonly Directory directory;
    private readonly ILookup<string, Member> byName;
    private readonly ILookup<string, Member> byEmail;

    private People(Directory directory)
    {
        this.directory = directory;
        byName = directory.Members.Values.ToLookup(m => Key(m.Name));
        byEmail = directory.Members.Values.Where(m => m.Email.Length > 0).ToLookup(m => Key(m.Email));
    }

    public static People Of(Directory directory) => Known.GetValue(directory, d => new People(d));

    public string Name(long id, bool chinese)
    {
        if (id == 0) return chinese ? "系统" : "System";
        if (!directory.Members.TryGetValue(id, out var member)) return "#" + id;
        if (byName[Key(member.Name)].Count() == 1) return member.Name;
        return byEmail[Key(member.Email)].Count() == 1 ? $"{member.Name} <{member.Email}>" : "#" + id;
    }

    /// <exception cref="ValueError">Several members bear the name.</exception>
    public bool Find(string text, out long id)
    {
        id = 0;
        if (text is "系统" or "System") return true;
        if (Numbered.Read(text, out id)) return true;
        var found = (Angled(text) ?? byEmail[Key(text)].Concat(byName[Key(text)])).Distinct().ToList();
        // People who left keep their names; someone who works here is meant first.
        if (found.Count > 1 && found.Count(m => m.Active) == 1) found = [found.Single(m => m.Active)];
        if (found.Count > 1) throw new ValueError("member.ambiguous", ($"有 {found.Count} 位“{text}”，请写邮箱。", $"{found.Count} people are called “{text}”; write the e-mail address."));
        if (found.Count == 1) id = found[0].Id;
        return found.Count == 1;
    }

    /// <summary>“Zhang Wei &lt;zw@example.com&gt;”; null when it is not written like that.</summary>
    private IEnumerable<Member>? Angled(string text)
    {
        if (text is not [.., '>'] || text.IndexOf('<') is not (>= 0 and var open) || text.LastIndexOf('<') != open || NameList.HasSeparator(text[..open])) return null;
        return byEmail[Key(text[(open + 1)..^1])];
    }

    private static string Key(string text) => Typed.Folded(text);

    public static ValueError Unknown(string text) => new("member.unknown", ($"没有成员“{text}”，请写姓名或邮箱。", $"There is no member “{text}”; write a name or e-mail address."));
}
