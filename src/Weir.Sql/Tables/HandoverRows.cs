using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A handover about which a superior was asked.</summary>
/// <param name="MemberId">Who leaves.</param>
/// <param name="AskedId">The superior.</param>
/// <param name="ById">Who wants to carry it out.</param>
/// <param name="Choice">JSON: who takes over what.</param>
public sealed record HandoverRow(long Id, long MemberId, long AskedId, long ById, DateTime At, string State, string Choice, bool Disable, string? Comment, DateTime? DecidedAt);

/// <summary>Statements for handovers that wait; one of a member is open at a time.</summary>
public static class HandoverRows
{
    private static readonly TableName Table = new("org", "handover");

    /// <returns>0 when another one of the member is open.</returns>
    public static ValueTask<int> Add(Session session, HandoverRow row) => session.Execute(
        $"""
        insert into {Table} (id, member_id, asked_id, by_id, at, state, choice, disable, open_member)
        values ({row.Id}, {row.MemberId}, {row.AskedId}, {row.ById}, {row.At}, {row.State}, {row.Choice}, {row.Disable}, {row.MemberId})
        on conflict (open_member) do nothing
        """);

    /// <summary>From one state to another, if it is still there.</summary>
    /// <param name="open">Whether something remains to be done.</param>
    public static ValueTask<int> Change(Session session, HandoverRow row, string from, bool open) => session.Execute(
        $"update {Table} set state = {row.State}, comment = {row.Comment}, decided_at = {row.DecidedAt}, open_member = {SqlValue.Id(open ? row.MemberId : null)} where id = {row.Id} and state = {from}");

    public static ValueTask<HandoverRow?> Find(Session session, long id) => session.First(
        $"select id, member_id, asked_id, by_id, at, state, choice, disable, comment, decided_at from {Table} where id = {id}", Read);

    /// <summary>The newest of a member.</summary>
    public static ValueTask<HandoverRow?> Last(Session session, long member) => session.First(
        $"select id, member_id, asked_id, by_id, at, state, choice, disable, comment, decided_at from {Table} where member_id = {member} order by id desc limit 1", Read);

    private static HandoverRow Read(Row r) => new(r.Long(0), r.Long(1), r.Long(2), r.Long(3), r.Moment(4), r.Text(5), r.Text(6), r.Bool(7), r.TextOrNull(8), r.MomentOrNull(9));
}
