using Weir.Engine.Access;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Search;

/// <summary>Looks words up in the search index and keeps what an actor may know: a hit only through a field they may not read is no hit.</summary>
internal static class RecordSearch
{
    public const int MostCandidates = 1000;

    /// <summary>Ids of records of the form that fit, newest first; row scope is not yet applied, field rights are.</summary>
    public static async ValueTask<IReadOnlyList<long>> Candidates(Session session, FormAccess access, string typed, DateTime now)
    {
        var query = SearchTokens.Query(typed);
        if (query.IsEmpty) return [];
        var form = access.Form;
        var found = await SearchIndex.Find(session, form.App.Schema, form.No, Neutral(query), null, MostCandidates);
        var closed = form.Live.Where(f => f.Type.SearchAs(f) is not null && !access.Reads(f)).ToList();
        if (closed.Count == 0 || found.Count == 0) return found;
        var records = await RecordRows.Read(session, form, found, lines: false);
        return [.. found.Where(id => records.TryGetValue(id, out var r) && query.Matches(RecordTokens.Of(r, access.Actor.Directory, access.Reads)))];
    }

    private static IReadOnlyList<IReadOnlyList<IReadOnlyList<Sql.Tables.SearchTerm>>> Neutral(SearchQuery query) =>
        [.. query.All.Select(c => (IReadOnlyList<IReadOnlyList<Sql.Tables.SearchTerm>>)[.. c.Any.Select(a => (IReadOnlyList<Sql.Tables.SearchTerm>)[.. a.Select(t => new Sql.Tables.SearchTerm(t.Token, t.Prefix))])])];
}
