using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Search;

/// <summary>Looks words up in the search index and keeps what an actor may know: a hit only through a field they may not read is no hit.</summary>
internal static class RecordSearch
{
    public const int MostCandidates = 1000;

    /// <summary>So many times a thousand hits are looked at when hits in closed fields push out the others.</summary>
    private const int MostPages = 5;

    /// <summary>Ids of records of the form that fit, newest first; row scope is not yet applied, field rights are.</summary>
    public static async ValueTask<IReadOnlyList<long>> Candidates(Session session, FormAccess access, string typed, DateTime now)
    {
        var query = SearchTokens.Query(typed);
        if (query.IsEmpty) return [];
        var form = access.Form;
        if (!form.Live.Any(f => f.Type.SearchAs(f) is not null && !access.ReadsEverywhere(f)))
            return await SearchIndex.Find(session, form.App.Schema, form.No, Neutral(query), null, MostCandidates);
        var known = new List<long>();
        long? before = null;
        for (var page = 0; page < MostPages && known.Count < MostCandidates; page++)
        {
            var found = await SearchIndex.Find(session, form.App.Schema, form.No, Neutral(query), before, MostCandidates);
            var records = await RecordRows.Read(session, form, found, lines: false);
            var surely = Fitting(found, access.ReadsEverywhere);
            var perhaps = access.RowMasked.Count == 0 ? [] : Fitting(found.Except(surely), access.Reads);
            var open = perhaps.Count == 0 ? new HashSet<long>() : await RowCheck.Open(session, access, perhaps, now);
            known.AddRange(found.Where(id => surely.Contains(id) || open.Contains(id)));

            HashSet<long> Fitting(IEnumerable<long> ids, Func<Field, bool> reads) =>
                [.. ids.Where(id => records.TryGetValue(id, out var r) && query.Matches(RecordTokens.Of(r, access.Actor.Directory, reads)))];
            if (found.Count < MostCandidates) break;
            before = found[^1];
        }
        return known;
    }

    private static IReadOnlyList<IReadOnlyList<IReadOnlyList<Sql.Tables.SearchTerm>>> Neutral(SearchQuery query) =>
        [.. query.All.Select(c => (IReadOnlyList<IReadOnlyList<Sql.Tables.SearchTerm>>)[.. c.Any.Select(a => (IReadOnlyList<Sql.Tables.SearchTerm>)[.. a.Select(t => new Sql.Tables.SearchTerm(t.Token, t.Prefix))])])];
}
