using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>One entry of the audit trail of people and sign-in; entries are only ever added.</summary>
/// <param name="MemberId">Who did it; 0 for the system.</param>
/// <param name="What">A stable code such as <c>member.changed</c>.</param>
/// <param name="Subject">The member, department, token … it was done to; 0 for the organisation.</param>
/// <param name="Detail">JSON: what changed, never a secret.</param>
public sealed record AuditRow(long Id, DateTime At, long MemberId, string Road, string What, long Subject, string Detail);

/// <summary>Statements for the audit trail.</summary>
public static class AuditEntries
{
    private static readonly TableName Name = new("org", "audit");

    public static ValueTask<int> Add(Session session, AuditRow row) => session.Execute(
        $"""
        insert into {Name} (id, at, member_id, road, what, subject_id, detail)
        values ({row.Id}, {row.At}, {row.MemberId}, {row.Road}, {row.What}, {row.Subject}, {row.Detail})
        """);

    /// <summary>Newest first, older than the entry <paramref name="before"/>; only those about one subject when it is given.</summary>
    public static ValueTask<List<AuditRow>> Page(Session session, long before, int limit, long? subject)
    {
        SqlText about = subject is { } id ? (SqlText)$"and subject_id = {id}" : (SqlText)$"";
        return session.Query<AuditRow>(
            $"""
            select id, at, member_id, road, what, subject_id, detail from {Name} where id < {before} {about} order by id desc limit {limit}
            """,
            r => new(r.Long(0), r.Moment(1), r.Long(2), r.Text(3), r.Text(4), r.Long(5), r.Text(6)));
    }
}
