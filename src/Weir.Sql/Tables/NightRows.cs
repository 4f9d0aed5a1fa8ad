using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>How far a piece of nightly work is: the last day it was done for, where it broke off, and who is at it until when.</summary>
public sealed record NightRow(string Key, DateOnly Day, string? Cursor, string? Holder, DateTime? HeldUntil, string? Error);

/// <summary>The state of nightly work, which all processes share: whoever takes a piece has it alone until its lease ends.</summary>
public static class NightRows
{
    private static readonly TableName Table = new("org", "night");

    public static ValueTask<List<NightRow>> All(Session session) => session.Query(
        $"select key, day, cursor, holder, held_until, error from {Table}", r => new NightRow(r.Text(0), r.Date(1), r.TextOrNull(2), r.TextOrNull(3), r.MomentOrNull(4), r.TextOrNull(5)));

    /// <summary>A piece that nobody knew before counts as done for a day.</summary>
    public static async ValueTask Begin(Session session, string key, DateOnly day) => await session.Execute(
        $"insert into {Table} (key, day) values ({key}, {SqlValue.Date(day)}) on conflict (key) do nothing");

    /// <summary>Takes a piece that is due and that nobody holds; null when there is none.</summary>
    public static async ValueTask<NightRow?> Take(Session session, string key, DateOnly due, string holder, DateTime now, DateTime until)
    {
        var taken = await session.Query(
            $"""
            update {Table} set holder = {holder}, held_until = {until} where key = {key} and day < {SqlValue.Date(due)} and (held_until is null or held_until <= {now} or holder = {holder})
            returning key, day, cursor, holder, held_until, error
            """, r => new NightRow(r.Text(0), r.Date(1), r.TextOrNull(2), r.TextOrNull(3), r.MomentOrNull(4), r.TextOrNull(5)));
        return taken.Count > 0 ? taken[0] : null;
    }

    /// <summary>Notes how far it is and holds it longer; 0 when somebody else has it.</summary>
    public static ValueTask<int> Advance(Session session, string key, string holder, string cursor, DateTime until) => session.Execute(
        $"update {Table} set cursor = {cursor}, held_until = {until} where key = {key} and holder = {holder}");

    public static ValueTask<int> Finish(Session session, string key, string holder, DateOnly day) => session.Execute(
        $"update {Table} set day = {SqlValue.Date(day)}, cursor = {SqlValue.Text(null)}, holder = {SqlValue.Text(null)}, held_until = {SqlValue.Moment(null)}, error = {SqlValue.Text(null)} where key = {key} and holder = {holder}");

    /// <summary>Lets go of a piece that failed; it may be taken again from a moment on.</summary>
    public static ValueTask<int> Fail(Session session, string key, string holder, DateTime again, string error) => session.Execute(
        $"update {Table} set holder = {SqlValue.Text(null)}, held_until = {again}, error = {error} where key = {key} and holder = {holder}");
}
