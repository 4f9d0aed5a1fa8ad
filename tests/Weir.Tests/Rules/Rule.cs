using System.Text.RegularExpressions;
using Xunit;

namespace Weir.Tests.Rules;

/// <summary>Says what breaks a rule, one finding a line, with what to do about it.</summary>
internal static class Rule
{
    public static void None(IEnumerable<string> findings, string remedy)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{remedy}\n  {string.Join("\n  ", all.Take(40))}");
    }

    /// <summary>Every line of code that matches.</summary>
    public static IEnumerable<string> Find(IEnumerable<SourceFile> files, Regex pattern) =>
        from file in files
        from line in file.CodeLines
        where pattern.IsMatch(line.Text)
        select $"{file}:{line.Number}: {Short(line.Text)}";

    private static string Short(string line) => line.Trim() is { Length: > 120 } longer ? longer[..120] + "…" : line.Trim();
}
