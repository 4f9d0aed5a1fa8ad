using Xunit;

namespace Weir.Tests.Rules;

/// <summary>Files stay small enough to be read at one sitting, and folders near enough to be found.</summary>
public sealed class SizeTests
{
    private const int Longest = 400;
    private const int Long = 250;
    private const int Median = 80;
    private const int Deepest = 4;

    [Fact]
    public void No_file_is_longer_than_400_lines() => Rule.None(
        Tree.Source.Where(f => f.LineCount > Longest).Select(f => $"{f}: {f.LineCount}"),
        "Split it by verb or by concept (RecordStore.Save.cs, RecordStore.Delete.cs):");

    [Fact]
    public void Nine_files_of_ten_are_shorter_than_250_lines()
    {
        var over = Tree.Source.Where(f => f.LineCount >= Long).Select(f => $"{f}: {f.LineCount}").ToList();
        Assert.True(over.Count * 10 <= Tree.Source.Count, $"{over.Count} of {Tree.Source.Count} files have {Long} lines or more:\n  {string.Join("\n  ", over)}");
    }

    [Fact]
    public void Half_of_the_files_have_at_most_80_lines()
    {
        var sizes = Tree.Source.Select(f => f.LineCount).Order().ToList();
        Assert.InRange(sizes[sizes.Count / 2], 1, Median);
    }

    [Fact]
    public void No_folder_lies_deeper_than_four_below_the_source() => Rule.None(
        Tree.Source.Select(f => f.Path[..f.Path.LastIndexOf('/')]).Distinct().Where(folder => folder.Split('/').Length - 1 > Deepest),
        "Flatten it; a concept is one folder:");
}
