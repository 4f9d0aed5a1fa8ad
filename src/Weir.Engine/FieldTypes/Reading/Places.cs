using System.Runtime.CompilerServices;

namespace Weir.Engine.FieldTypes.Reading;

/// <summary>Departments by name or by path from the top: 销售部/华东组. A name that several bear is written as its path.</summary>
internal sealed class Places
{
    private static readonly ConditionalWeakTable<Directory, Places> Known = [];

    private readonly Directory directory;
    private readonly ILookup<string, long> byName;
    private readonly ILookup<string, long> byPath;

    private Places(Directory directory)
    {
        this.directory = directory;
        byName = directory.Departments.Values.ToLookup(d => Key(d.Name), d => d.Id);
        byPath = directory.Departments.Keys.ToLookup(id => Key(Path(id)));
    }

    public static Places Of(Directory directory) => Known.GetValue(directory, d => new Places(d));

    public string Name(long id)
    {
        if (!directory.Departments.TryGetValue(id, out var department)) return "#" + id;
        if (byName[Key(department.Name)].Concat(byPath[Key(department.Name)]).Distinct().Count() == 1) return department.Name;
        var path = Path(id);
        return byName[Key(path)].Concat(byPath[Key(path)]).Distinct().Count() == 1 ? path : "#" + id;
    }

    /// <exception cref="ValueError">Several departments bear the name.</exception>
    public bool Find(string text, out long id)
    {
        if (Numbered.Read(text, out id)) return true;
        var found = byName[Key(text)].Concat(byPath[Key(text)]).Distinct().ToList();
        if (found.Count > 1) throw new ValueError("department.ambiguous", ($"有 {found.Count} 个“{text}”，请写完整路径，如“{Path(found[0])}”。", $"{found.Count} departments are called “{text}”; write the whole path, such as “{Path(found[0])}”."));
        if (found.Count == 1) id = found[0];
        return found.Count == 1;
    }

    public static ValueError Unknown(string text) => new("department.unknown", ($"没有部门“{text}”，请写名称或路径，如“销售部/华东组”。", $"There is no department “{text}”; write its name or path, such as “Sales/East”."));

    /// <summary>Stops at a department seen before, should the tree hold a circle.</summary>
    private string Path(long id)
    {
        var names = new Stack<string>();
        var seen = new HashSet<long>();
        for (long? at = id; at is { } here && seen.Add(here) && directory.Departments.TryGetValue(here, out var department); at = department.ParentId) names.Push(department.Name);
        return string.Join('/', names);
    }

    private static string Key(string text) => string.Join('/', Typed.Folded(text).Split('/', '>').Select(part => part.Trim()));
}
