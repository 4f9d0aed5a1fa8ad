using Weir.Engine.FieldTypes;
using Weir.Engine.Records;

namespace Weir.Engine.Search;

/// <summary>Cuts the searchable fields of a record into the words of the search index.</summary>
internal static class RecordTokens
{
    public static IReadOnlyList<string> Of(Record record, Directory directory, Func<Forms.Field, bool>? only = null)
    {
        var display = new Display(true, directory, default);
        var texts = new List<(string, SearchKind)>();
        foreach (var field in record.Form.Live)
            if (field.Column is not null && record[field] is { } value && (only is null || only(field)) && field.Type.SearchAs(field) is { } kind)
                texts.Add((field.Type.Text(field, value, display), kind));
        return SearchTokens.Index(texts);
    }
}
