using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A member as stored; the keys are the normalised forms that must be unique.</summary>
public sealed record MemberRow(
    long Id, string Name, string Email, string? EmailKey, string? Mobile, string? MobileKey, long? ManagerId, string Language, bool Active,
    bool Administrator);

/// <summary>Statements for members and for the departments they belong to.</summary>
public static class Members
{
    private static readonly TableName Name = new("org", "member");
    private static readonly TableName Places = new("org", "member_department");

    public static ValueTask<List<MemberRow>> All(Session session) => session.Query<MemberRow>(
        $"""
        select id, name, email, email_key, mobile, mobile_key, manager_id, language, active, administrator from {Name} order by id
        """,
        r => new(r.Long(0), r.Text(1), r.Text(2), r.TextOrNull(3), r.TextOrNull(4), r.TextOrNull(5), r.LongOrNull(6), r.Text(7), r.Bool(8), r.Bool(9)));

    /// <summary>Member and department, the main department first.</summary>
    public static ValueTask<List<(long Member, long Department)>> AllPlaces(Session session) => session.Query(
        $"select member_id, department_id from {Places} order by member_id, position, department_id", r => (r.Long(0), r.Long(1)));

    public static ValueTask<int> Add(Session session, MemberRow row, DateTime at) => session.Execute(
        $"""
        insert into {Name} (id, name, email, email_key, mobile, mobile_key, manager_id, language, active, administrator, created_at, updated_at)
        values ({row.Id}, {row.Name}, {row.Email}, {row.EmailKey}, {row.Mobile}, {row.MobileKey}, {SqlValue.Id(row.ManagerId)}, {row.Language},
        {row.Active}, {row.Administrator}, {at}, {at})
        """);

    public static ValueTask<int> Change(Session session, MemberRow row, DateTime at) => session.Execute(
        $"""
        update {Name} set name = {row.Name}, email = {row.Email}, email_key = {row.EmailKey}, mobile = {row.Mobile}, mobile_key = {row.MobileKey},
        manager_id = {SqlValue.Id(row.ManagerId)}, language = {row.Language}, active = {row.Active}, administrator = {row.Administrator},
        updated_at = {at} where id = {row.Id}
        """);

    public static async ValueTask SetPlaces(Session session, long member, IReadOnlyList<long> departments)
    {
        await session.Execute($"delete from {Places} where member_id = {member}");
        for (var i = 0; i < departments.Count; i++)
            await session.Execute($"insert into {Places} (member_id, department_id, position) values ({member}, {departments[i]}, {i})");
    }

    public static ValueTask<int> ClearDepartment(Session session, long department) =>
        session.Execute($"delete from {Places} where department_id = {department}");
}
