using Weir.Engine.FieldTypes;
using Weir.Engine.Records;

namespace Weir.Engine.Search;

/// <summary>Cuts the searchable fields of a record into the words of the search index.</summary>
internal static class RecordTokens
{
    public static IReadOnlyList<string> Of(Record record, Directory directory, Func<Forms.Field, bool>? only = null)
    {
        var display = new Display(true, directory, default);
        return SearchTokens.Index(record.Form.Live
            .Where(f => f.Column is not null && record[f] is not null && (only is null || only(f)))
            .Select(f => (f, f.Type.SearchAs(f)))
            .Where(f => f.Item2 is not null)
            .Select(f => (f.f.Type.Text(f.f, record[f.f], display), f.Item2!.Value)));
    }
}
