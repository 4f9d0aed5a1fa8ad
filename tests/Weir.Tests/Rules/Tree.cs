namespace Weir.Tests.Rules;

/// <summary>The repository as files on disk: what the rules read. Built, fetched and vendored folders are not part of it.</summary>
internal static class Tree
{
    private static readonly string[] Built = ["bin", "obj", "node_modules", "dist", "TestResults", ".git", ".vs", ".idea", "data", "BenchmarkDotNet.Artifacts"];
    private static readonly HashSet<string> TextKinds =
        [".cs", ".razor", ".ts", ".css", ".mjs", ".json", ".md", ".txt", ".csproj", ".props", ".targets", ".slnx", ".yml", ".sh"];

    /// <summary>The folder of the solution, found upwards from the test assembly, wherever it was built.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>All files below src that people write.</summary>
    public static IReadOnlyList<SourceFile> Source { get; } = [.. Below("src").Where(f => f.Is(".cs", ".razor", ".ts", ".css"))];

    public static IReadOnlyList<SourceFile> Code { get; } = [.. Source.Where(f => f.Is(".cs", ".razor"))];

    public static SourceFile File(string path) => new(path, System.IO.File.ReadAllText(Path.Combine(Root, path)));

    public static bool Exists(string path) => System.IO.File.Exists(Path.Combine(Root, path)) || System.IO.Directory.Exists(Path.Combine(Root, path));

    /// <summary>All text files below a folder, "" for the whole repository.</summary>
    public static IEnumerable<SourceFile> Below(string folder)
    {
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(Path.Combine(Root, folder))]);
        while (open.TryPop(out var next))
        {
            foreach (var inner in next.EnumerateDirectories().Where(d => !Built.Contains(d.Name) || IsSource(d))) open.Push(inner);
            foreach (var file in next.EnumerateFiles().Where(f => TextKinds.Contains(f.Extension) || f.Extension.Length == 0))
                yield return new SourceFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), System.IO.File.ReadAllText(file.FullName));
        }
    }

    /// <summary>A folder "Data" of the code is not the folder "data" of a running program.</summary>
    private static bool IsSource(DirectoryInfo folder) => folder.Name == "Data";

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) return folder.FullName;
        throw new InvalidOperationException($"No Weir.slnx above {from}: run the tests inside the repository.");
    }
}

/// <summary>A file by its path from the root, with its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string[] Lines { get; } = Text.Split('\n');

    public int LineCount => Text.EndsWith('\n') ? Lines.Length - 1 : Lines.Length;

    public bool Is(params string[] kinds) => kinds.Any(k => Path.EndsWith(k, StringComparison.Ordinal));

    public bool Under(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>The lines that are not comments, with their numbers.</summary>
    public IEnumerable<(int Number, string Text)> CodeLines => Lines.Select((text, i) => (i + 1, text))
        .Where(l => !l.text.TrimStart().StartsWith("//", StringComparison.Ordinal) && !l.text.TrimStart().StartsWith('*'));

    public override string ToString() => Path;
}
