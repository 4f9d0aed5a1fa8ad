using Weir.Engine.Forms;

namespace Weir.Engine.Snippets;

/// <summary>A free text taken apart: a business card, a message, a signature. Knows no form and no field.</summary>
/// <param name="Parts">What was recognised, the most certain of each meaning first.</param>
public sealed record Snippet(IReadOnlyList<SnippetPart> Parts)
{
    public string? this[Meaning meaning] => Parts.FirstOrDefault(p => p.Meaning == meaning)?.Text;

    public IEnumerable<string> All(Meaning meaning) => Parts.Where(p => p.Meaning == meaning).Select(p => p.Text);
}

/// <summary>A piece of the text and what it says.</summary>
public sealed record SnippetPart(Meaning Meaning, string Text);
