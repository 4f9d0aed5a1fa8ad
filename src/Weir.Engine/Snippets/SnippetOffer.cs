using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Snippets;

/// <summary>What of a snippet goes to a field. Writes nothing; whoever shows it asks first.</summary>
/// <param name="Value">As the field holds it.</param>
/// <param name="Certain">Recognised by itself; what merely remained of the text is only offered.</param>
public sealed record SnippetOffer(Field Field, object Value, bool Certain)
{
    /// <summary>Where a value goes when no field says exactly what it says.</summary>
    private static readonly Dictionary<Meaning, Meaning[]> Else = new() { [Meaning.Mobile] = [Meaning.Phone], [Meaning.Phone] = [Meaning.Mobile] };

    /// <summary>Each piece to the first free field that says the same, in the order of the form; what found none is left.</summary>
    public static (IReadOnlyList<SnippetOffer> Offers, IReadOnlyList<SnippetPart> Left) Of(IEnumerable<Field> fields, Snippet snippet, Display display)
    {
        var free = fields.Select(f => (Field: f, Means: FieldMeaning.Of(f))).Where(f => f.Means is not null).ToList();
        var (offers, left) = (new List<SnippetOffer>(), new List<SnippetPart>());
        // Every number first to its own field: a second mobile may then stand beside it.
        var waiting = new List<SnippetPart>();
        foreach (var part in snippet.Parts)
            if (!Place(part, [part.Meaning])) waiting.Add(part);
        foreach (var part in waiting)
            if (!Place(part, Else.GetValueOrDefault(part.Meaning) ?? [])) left.Add(part);
        return ([.. offers.OrderBy(o => o.Field.Index)], left);

        bool Place(SnippetPart part, Meaning[] meanings)
        {
            foreach (var at in free.Where(f => meanings.Contains(f.Means!.Value)))
            {
                if (Read(at.Field, part.Text, display) is not { } value) continue;
                offers.Add(new(at.Field, value, part.Meaning != Meaning.Note));
                free.Remove(at);
                return true;
            }
            return false;
        }
    }

    private static object? Read(Field field, string text, Display display)
    {
        try
        {
            return field.Type.FromText(field, text, display) is { } value && !field.Type.Check(field, value).Any() ? value : null;
        }
        catch (ValueError)
        {
            return null;
        }
    }
}
