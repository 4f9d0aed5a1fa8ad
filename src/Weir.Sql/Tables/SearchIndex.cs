using System.Text;
using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A word to look up: exactly, or as the beginning of one. Letters, digits and ~ only; whoever cuts the words sees to that.</summary>
public readonly record struct SearchTerm(string Token, bool Prefix);

/// <summary>The words of one record.</summary>
public sealed record SearchRow(long FormNo, long RecordId, IReadOnlyList<string> Tokens);

/// <summary>The full-text index of an app: which words a record holds. Knows nothing of languages and rights.</summary>
/// <remarks>SQLite: FTS5 without content, whose row id is <c>form_no * 2^53 + record id</c>, so that a form is a range. PostgreSQL: one row per record
/// with a tsvector made from the words as they are.</remarks>
public static class SearchIndex
{
    private const long FormRange = 1L << 53;

    /// <summary>An app has at most so many forms, because a row id has 63 bits.</summary>
    public const ulong LargestFormNo = 1023;

    public static TableName Table(SqlName app) => new(app, "search");

    internal static async ValueTask Create(Session session, SqlName app)
    {
        foreach (var statement in session.Dialect.CreateSearch(Table(app))) await session.Execute(statement);
    }

    /// <summary>Writes the words of new records: nothing is there to be replaced.</summary>
    public static IEnumerable<SqlText> Added(Dialect dialect, SqlName app, IEnumerable<SearchRow> rows) =>
        rows.Where(r => r.Tokens.Count > 0).GroupBy(r => r.FormNo).SelectMany(same =>
            dialect.InsertSearches(Table(app), [.. same.Select(r => Key(r.FormNo, r.RecordId))], same.Key, [.. same]));

    /// <summary>The same for a great many, as fast as the database can.</summary>
    public static async ValueTask AddMany(Session session, SqlName app, IReadOnlyList<SearchRow> rows)
    {
        foreach (var same in rows.Where(r => r.Tokens.Count > 0).GroupBy(r => r.FormNo))
            await session.Dialect.AddSearches(session, Table(app), [.. same.Select(r => Key(r.FormNo, r.RecordId))], same.Key, [.. same]);
    }

    /// <summary>Writes the words of records, replacing what was there.</summary>
    public static async ValueTask PutMany(Session session, SqlName app, IReadOnlyList<SearchRow> rows) => await session.ExecuteAll([.. Replaced(session.Dialect, app, rows)]);

    public static IEnumerable<SqlText> Replaced(Dialect dialect, SqlName app, IEnumerable<SearchRow> rows)
    {
        foreach (var row in rows)
        {
            yield return dialect.DeleteSearch(Table(app), Key(row.FormNo, row.RecordId), row.RecordId);
            var words = row.Tokens.Where(t => t.Length > 0).Distinct().ToList();
            if (words.Count > 0) yield return dialect.InsertSearch(Table(app), Key(row.FormNo, row.RecordId), row.RecordId, row.FormNo, words);
        }
    }

    public static async ValueTask Remove(Session session, SqlName app, long formNo, long recordId) =>
        await session.Execute(session.Dialect.DeleteSearch(Table(app), Key(formNo, recordId), recordId));

    /// <summary>Records of a form that hold, for every clause, one of its alternatives with all its words; newest first.</summary>
    /// <param name="before">Only ids below this; null begins.</param>
    public static async ValueTask<List<long>> Find(
        Session session, SqlName app, long formNo, IReadOnlyList<IReadOnlyList<IReadOnlyList<SearchTerm>>> clauses, long? before, int limit)
    {
        if (clauses.Count == 0 || clauses.Any(ways => ways.Count == 0 || ways.Any(terms => terms.Count == 0 || terms.Any(t => t.Token.Length == 0)))) return [];
        var from = Key(formNo, 0);
        var to = Key(formNo, before ?? FormRange - 1);
        return await session.Query(session.Dialect.FindSearch(Table(app), formNo, from, to, before ?? long.MaxValue, Match(session, clauses), limit), r => r.Long(0) & (FormRange - 1));
    }

    private static long Key(long formNo, long recordId)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)formNo, LargestFormNo, nameof(formNo));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)recordId, (ulong)FormRange, nameof(recordId));
        return formNo * FormRange + recordId;
    }

    private static string Match(Session session, IReadOnlyList<IReadOnlyList<IReadOnlyList<SearchTerm>>> clauses)
    {
        var text = new StringBuilder();
        foreach (var clause in clauses)
        {
            text.Append(text.Length > 0 ? session.Dialect.SearchAnd : "").Append('(');
            for (var i = 0; i < clause.Count; i++)
            {
                text.Append(i > 0 ? session.Dialect.SearchOr : "").Append('(');
                text.AppendJoin(session.Dialect.SearchAnd, clause[i].Select(t => session.Dialect.SearchWord(t.Token, t.Prefix))).Append(')');
            }
            text.Append(')');
        }
        return text.ToString();
    }
}
