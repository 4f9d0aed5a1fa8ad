using System.Text.RegularExpressions;
using Weir.Engine.FieldTypes;
using Xunit;

namespace Weir.Tests.Rules;

/// <summary>Ask, do not inspect: what a kind of field does, it says itself; nobody outside its file looks at which kind it is.</summary>
public sealed partial class AskTests
{
    /// <summary>It makes the few kinds of settings that exist, and reads back only what it made.</summary>
    private static readonly string[] MayListKinds = ["Setting.cs"];

    private static IReadOnlyList<FieldType> All { get; } = [.. FieldTypeCatalogue.All];

    [Fact]
    public void Nobody_asks_a_field_for_its_class()
    {
        var names = string.Join('|', All.Select(t => t.GetType().Name));
        var pattern = new Regex($@"(\b(is|as|case|is not|not)\s+|typeof\(|<)({names})\b(?!\s*\w*\s*=)");
        Rule.None(Rule.Find(Tree.Code.Where(f => !f.Under("src/Weir.Engine/FieldTypes")), pattern), "Give FieldType a member that answers the question:");
    }

    [Fact]
    public void Nobody_compares_the_key_of_a_field_type() => Rule.None(
        Rule.Find(Tree.Code, KeyCompared()), "Give FieldType a member that answers the question:");

    [Fact]
    public void Nobody_switches_over_field_type_keys()
    {
        var keys = All.Select(t => t.Key).ToHashSet();
        var own = All.Select(t => t.GetType().Name).ToHashSet();
        Rule.None(
            from file in Tree.Code.Where(f => !own.Contains(f.Name.Split('.')[0]) && !MayListKinds.Contains(f.Name) && !f.Under("src/Weir.Engine/FieldTypes/Data"))
            let arms = file.CodeLines.SelectMany(l => Arm().Matches(l.Text)).Select(m => m.Groups[1].Value).Where(keys.Contains).Distinct().ToList()
            where arms.Count >= 3
            select $"{file}: {string.Join(", ", arms)}",
            "A list of kinds outside the catalogue is the start of the second place to change:");
    }

    [GeneratedRegex(@"\.Type\.Key\s*(==|!=|is\b|switch\b|\.Equals|\.StartsWith)|(?i:definition|field)\w*\.Type\s*(==|!=|is\s*(not\s*)?""|switch\b)")]
    private static partial Regex KeyCompared();

    [GeneratedRegex("(?:case\\s+|^\\s*|\\bor\\s+|\\bis\\s+(?:not\\s+)?)\"([a-z_]+)\"(?=\\s*(?:=>|:|or\\b))")]
    private static partial Regex Arm();
}
