using System.Reflection;
using System.Text;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Rules;

/// <summary>One readable file names everything the product can do; whoever adds or loses an entry says so by approving the new list.</summary>
public sealed class CatalogueTests
{
    private const string Folder = "tests/Weir.Tests/Rules/";

    /// <summary>An abstract class with a key and at least one entry is a catalogue; formula functions are methods.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<(string Key, Words? Words)> Entries)> Catalogues()
    {
        foreach (var kind in Assemblies.Types.Where(IsCatalogue).OrderBy(t => t.FullName, StringComparer.Ordinal))
            yield return (kind.Name, [.. Entries(kind).OrderBy(e => e.Key, StringComparer.Ordinal)]);
        yield return ("FormulaFunction", [.. FormulaFunctions.All.Select(f => (f.Key, (Words?)null)).OrderBy(e => e.Key, StringComparer.Ordinal)]);
    }

    [Fact]
    public void The_catalogues_are_as_approved()
    {
        var text = new StringBuilder("What the product can do, by catalogue. A test compares this list with the code.\n");
        foreach (var (name, entries) in Catalogues())
        {
            text.Append('\n').Append(name).Append(": ").Append(entries.Count).Append('\n');
            foreach (var (key, words) in entries) text.Append("  ").Append(key).Append(words is null ? "" : $"  {words.Zh}, {words.En}").Append('\n');
        }
        var received = text.ToString();
        var approved = Path.Combine(Tree.Root, Folder, "Catalogues.approved.txt");
        var mine = Path.Combine(Tree.Root, Folder, "Catalogues.received.txt");
        if (File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n") == received)
        {
            File.Delete(mine);
            return;
        }
        File.WriteAllText(mine, received);
        var before = File.Exists(approved) ? File.ReadAllLines(approved) : [];
        var now = received.Split('\n');
        var lost = before.Except(now).Select(l => "- " + l);
        var added = now.Except(before).Select(l => "+ " + l);
        Assert.Fail($"The catalogues have changed:\n{string.Join('\n', lost.Concat(added))}\n"
            + $"When that is what you want, approve it: mv {Folder}Catalogues.received.txt {Folder}Catalogues.approved.txt");
    }

    [Fact]
    public void Every_entry_has_words_in_both_languages() => Rule.None(
        from catalogue in Catalogues()
        from entry in catalogue.Entries
        where entry.Words is { } words && (words.En.Trim().Length == 0 || !words.Zh.Any(c => c >= '\u3400') || words.En.Any(c => c is >= '\u3400' and < '\ufb00'))
        select $"{catalogue.Name} {entry.Key}: {entry.Words}",
        "Chinese and English stand side by side:");

    [Fact]
    public void No_two_entries_of_a_catalogue_share_a_key() => Rule.None(
        from catalogue in Catalogues()
        from twin in catalogue.Entries.GroupBy(e => e.Key).Where(g => g.Count() > 1)
        select $"{catalogue.Name} {twin.Key}",
        "A key is given once and for ever:");

    private static bool IsCatalogue(Type type) =>
        type is { IsAbstract: true, IsSealed: false, IsGenericType: false } && KeyOf(type) is { GetMethod.IsAbstract: true } key && key.DeclaringType == type
        && Concrete(type).Any();

    private static IEnumerable<Type> Concrete(Type kind) => Assemblies.Types.Where(t => !t.IsAbstract && t.IsSubclassOf(kind));

    private static PropertyInfo? KeyOf(Type type) =>
        type.GetProperty("Key", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is { } key && key.PropertyType == typeof(string) ? key : null;

    private static IEnumerable<(string Key, Words? Words)> Entries(Type kind)
    {
        var label = kind.GetProperties().FirstOrDefault(p => p.Name == "Label" && p.PropertyType == typeof(Words));
        foreach (var type in Concrete(kind).Where(t => t.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes) is not null))
        {
            var entry = Activator.CreateInstance(type, nonPublic: true)!;
            yield return ((string)KeyOf(kind)!.GetValue(entry)!, (Words?)label?.GetValue(entry));
        }
    }
}
