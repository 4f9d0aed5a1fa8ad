using System.Text.RegularExpressions;
using Xunit;

namespace Weir.Tests.Rules;

/// <summary>What stands in the tree works: no stub, no note to a later self, no clock that tests cannot set, no trace of a machine.</summary>
public sealed partial class HonestyTests
{
    [Fact]
    public void Nothing_is_left_for_later() => Rule.None(
        from file in Tree.Below("src").Concat(Tree.Below("tests")).Where(f => f.Is(".cs", ".razor", ".ts", ".css", ".mjs") && !f.Path.EndsWith("Rules/HonestyTests.cs", StringComparison.Ordinal))
        from line in file.Lines.Select((text, i) => (text, i))
        where Later().IsMatch(line.text)
        select $"{file}:{line.i + 1}: {line.text.Trim()}",
        "Finish it, or write it into ROADMAP.md:");

    [Fact]
    public void The_clock_is_always_a_time_provider() => Rule.None(
        Rule.Find(Tree.Code, MachineClock()), "Take a TimeProvider:");

    [Fact]
    public void Nothing_waits_for_a_task_by_blocking() => Rule.None(
        from file in Tree.Code
        from line in file.CodeLines
        where Blocking().IsMatch(line.Text) && !file.Lines[Math.Max(0, line.Number - 2)].Contains(".IsCompleted", StringComparison.Ordinal)
        select $"{file}:{line.Number}: {line.Text.Trim()}",
        "Await it (a task known to be complete may be read):");

    [Fact]
    public void No_path_of_a_machine_is_written_down() => Rule.None(
        from file in Tree.Below("").Where(f => !f.Path.EndsWith("Rules/HonestyTests.cs", StringComparison.Ordinal))
        from line in file.Lines.Select((text, i) => (text, i))
        where MachinePath().IsMatch(line.text)
        select $"{file}:{line.i + 1}: {line.text.Trim()}",
        "Paths are relative to the repository or come from a setting:");

    [Fact]
    public void Lock_files_name_no_package_server() => Rule.None(
        from file in Tree.Below("").Where(f => f.Name is "package-lock.json" or "packages.lock.json" or ".npmrc" or "nuget.config")
        where file.Text.Contains("://", StringComparison.Ordinal) && file.Lines.Any(l => l.Contains("\"resolved\"", StringComparison.Ordinal) || l.Contains("registry=", StringComparison.Ordinal))
        select file.Path,
        "Whoever builds brings their own package server (omit-lockfile-registry-resolved):");

    [Fact]
    public void The_root_holds_only_what_is_listed() => Rule.None(
        System.IO.Directory.GetFiles(Tree.Root).Select(Path.GetFileName).OfType<string>().Where(f => !Root.Contains(f)),
        "A new file at the root is a decision; add it to this list and to the tree in README.md:");

    private static readonly string[] Root =
    [
        ".editorconfig", ".git", ".gitattributes", ".gitignore", ".dockerignore", "ARCHITECTURE.md", "CHANGELOG.md", "Directory.Build.props", "Directory.Packages.props",
        "Dockerfile", "GLOSSARY.md", "LICENSE", "README.md", "README.zh-CN.md", "ROADMAP.md", "SECURITY.md", "STYLE.md", "Weir.slnx", "global.json",
    ];

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|coming soon|敬请期待")]
    private static partial Regex Later();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bStopwatch\.GetTimestamp\b.*DateTime")]
    private static partial Regex MachineClock();

    [GeneratedRegex(@"\.GetAwaiter\(\)\.GetResult\(\)|\bThread\.Sleep\(|Task\.Run\([^)]*\)\.Wait\(")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"(?<![\w.:/])/(home|work|root|Users)/\w|\b[A-Z]:\\(Users|work)")]
    private static partial Regex MachinePath();
}
