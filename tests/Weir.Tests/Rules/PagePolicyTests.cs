using System.Text.RegularExpressions;
using Xunit;

namespace Weir.Tests.Rules;

/// <summary>Pages keep the promise of their content security policy: nothing inline, nothing evaluated, and raw markup only where it is made.</summary>
public sealed partial class PagePolicyTests
{
    /// <summary>The files that may hand markup to the page unencoded, because they make it or clean it. Data for a script is not markup to be run.</summary>
    private static readonly string[] MayWriteMarkup = ["Markup.cs", "SafeMarkdown.cs", "MarkdownField.razor"];

    [Fact]
    public void No_element_has_a_style_or_a_handler_of_its_own() => Rule.None(
        Rule.Find(Tree.Code.Where(f => f.Is(".razor") || f.Under("src/Weir.Web")), Inline()),
        "Use a class and a custom element; the policy allows neither style= nor on…=:");

    [Fact]
    public void No_page_carries_a_script_or_a_style_sheet_inside() => Rule.None(
        Rule.Find(Tree.Code.Where(f => f.Is(".razor")), InlineBlock()), "Scripts and styles are files of Assets/:");

    [Fact]
    public void Raw_markup_is_made_in_named_places_only() => Rule.None(
        Rule.Find(Tree.Code.Where(f => !MayWriteMarkup.Contains(f.Name)), RawMarkup()).Concat(
            from file in Tree.Code
            from i in Enumerable.Range(0, file.Lines.Length)
            where file.Lines[i].Contains("AddMarkupContent", StringComparison.Ordinal) && !MayWriteMarkup.Contains(file.Name)
                && !file.Lines.Skip(i).Take(2).Any(l => l.Contains("application/json", StringComparison.Ordinal))
            select $"{file}:{i + 1}: {file.Lines[i].Trim()}"), "Let Razor encode it, or add the file to the list with a reason:");

    [Fact]
    public void No_script_evaluates_text() => Rule.None(
        Rule.Find(Tree.Source.Where(f => f.Is(".ts")), Evaluated()), "The policy allows no evaluation, and neither do we:");

    [GeneratedRegex("""\s(style|on(click|change|input|submit|load|error|key\w+|mouse\w+|focus|blur|toggle))\s*=\s*["'@]|\s@on\w+\s*=|\shx-on\b|["']js:""")]
    private static partial Regex Inline();

    [GeneratedRegex("""<style\b|<script(?![^>]*\b(src=|type=\\?"application/json))""")]
    private static partial Regex InlineBlock();

    [GeneratedRegex(@"\bMarkupString\b|Html\.Raw")]
    private static partial Regex RawMarkup();

    [GeneratedRegex(@"\beval\(|new Function\(|document\.write|insertAdjacentHTML|outerHTML\s*=")]
    private static partial Regex Evaluated();
}
