using System.Text.RegularExpressions;
using Weir.Web.Http;
using Xunit;

namespace Weir.Tests.Rules;

/// <summary>What the documents say about the tree is true: paths and links lead somewhere, both languages say the same, no requirement is missing.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] All =
    [
        "README.md", "README.zh-CN.md", "ARCHITECTURE.md", "GLOSSARY.md", "STYLE.md", "SECURITY.md", "CHANGELOG.md", "ROADMAP.md",
    ];

    private static IEnumerable<SourceFile> Documents => All.Select(Tree.File);

    [Fact]
    public void Every_link_inside_the_repository_leads_somewhere() => Rule.None(
        from document in Documents
        from Match link in Link().Matches(document.Text)
        let target = link.Groups[1].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !Tree.Exists(target)
        select $"{document}: {link.Value}",
        "Mend the link:");

    [Fact]
    public void Every_path_that_a_document_names_exists() => Rule.None(
        from document in Documents
        from Match path in PathNamed().Matches(document.Text)
        where !Tree.Exists(path.Groups[1].Value)
        select $"{document}: {path.Groups[1].Value}",
        "The tree has moved on; so must the document:");

    [Fact]
    public void The_folders_of_the_engine_stand_in_the_readme()
    {
        var text = Tree.File("README.md").Text;
        Rule.None(
            from project in (string[])["src/Weir.Sql", "src/Weir.Engine", "src/Weir.Web"]
            from folder in Directory.GetDirectories(Path.Combine(Tree.Root, project)).Select(Path.GetFileName).OfType<string>()
            where folder is not ("bin" or "obj" or "wwwroot" or "Properties" or "data") && !text.Contains($"    {folder}/ ", StringComparison.Ordinal)
            select $"{project}/{folder}",
            "Add the folder to the tree in both readmes:");
    }

    [Fact]
    public void Both_readmes_have_the_same_shape()
    {
        var (english, chinese) = (Shape("README.md"), Shape("README.zh-CN.md"));
        Assert.Equal(string.Join('\n', english), string.Join('\n', chinese));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_settings_of_the_host_stand_in_the_readme(string document)
    {
        var text = Tree.File(document).Text;
        var table = text[text.IndexOf("<!-- settings", StringComparison.Ordinal)..text.IndexOf("<!-- /settings", StringComparison.Ordinal)];
        var told = Setting().Matches(table).Select(m => m.Groups[1].Value.Replace("_", "", StringComparison.Ordinal)).Order();
        var real = typeof(HostSettings).GetProperties().Where(p => p.CanWrite).Select(p => p.Name.ToUpperInvariant()).Order();
        Assert.Equal(real, told);
    }

    [Fact]
    public void Every_requirement_stands_in_the_roadmap_once()
    {
        var numbers = Requirement().Matches(Tree.File("ROADMAP.md").Text).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(1, 197), numbers);
    }

    /// <summary>A requirement is met by something one can go and look at.</summary>
    [Fact]
    public void Every_requirement_names_what_shows_it() => Rule.None(
        Tree.File("ROADMAP.md").Lines.Where(l => Requirement().IsMatch(l) && l.TrimEnd().TrimEnd('|').Split('|')[^1].Trim().Length == 0),
        "Name the test or the screen, or say \"not yet\":");

    [Fact]
    public void Every_test_that_a_document_names_exists()
    {
        var tests = Tree.Below("tests").Where(f => f.Is(".cs")).ToList();
        Rule.None(
            from document in Documents
            from Match test in TestNamed().Matches(document.Text)
            where !tests.Any(f => f.Text.Contains("class " + test.Groups[1].Value, StringComparison.Ordinal) && f.Text.Contains(" " + test.Groups[2].Value + "(", StringComparison.Ordinal))
            select $"{document}: {test.Groups[1].Value}.{test.Groups[2].Value}",
            "What is said to be shown must be shown:");
    }

    /// <summary>Headings by level, code by content, tables by their first column, links by target: all but the words.</summary>
    private static IEnumerable<string> Shape(string document)
    {
        var code = false;
        foreach (var line in Tree.File(document).Lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = !code;
            if (code && line.Length > 0 && !line.StartsWith("  ", StringComparison.Ordinal)) yield return line.Split('#')[0].Split("  ")[0].TrimEnd();
            else if (code && line.Length > 0) yield return line.TrimStart().Split(' ')[0];
            else if (line.StartsWith('#')) yield return line.Split(' ')[0];
            else if (line.StartsWith("| `", StringComparison.Ordinal)) yield return string.Join('|', line.Split('|')[1..3]);
            else foreach (Match path in PathNamed().Matches(line)) yield return path.Groups[1].Value;
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|bench|\.ci)/[\w./-]+)`")]
    private static partial Regex PathNamed();

    [GeneratedRegex(@"^\| `WEIR_(\w+)`", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestNamed();

    [GeneratedRegex(@"^\| R(\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Requirement();
}
