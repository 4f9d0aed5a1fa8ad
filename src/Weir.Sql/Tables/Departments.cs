using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>A department as stored.</summary>
public sealed record DepartmentRow(long Id, string Name, long? ParentId, long? HeadId, int Position);

/// <summary>Statements for departments.</summary>
public static class Departments
{
    private static readonly TableName Name = new("org", "department");

    public static ValueTask<List<DepartmentRow>> All(Session session) => session.Query<DepartmentRow>(
        $"select id, name, parent_id, head_id, position from {Name} order by position, id",
        r => new(r.Long(0), r.Text(1), r.LongOrNull(2), r.LongOrNull(3), r.Int(4)));

    public static ValueTask<int> Add(Session session, DepartmentRow row) => session.Execute(
        $"""
        insert into {Name} (id, name, parent_id, head_id, position)
        values ({row.Id}, {row.Name}, {SqlValue.Id(row.ParentId)}, {SqlValue.Id(row.HeadId)}, {row.Position})
        """);

    public static ValueTask<int> Change(Session session, DepartmentRow row) => session.Execute(
        $"""
        update {Name} set name = {row.Name}, parent_id = {SqlValue.Id(row.ParentId)}, head_id = {SqlValue.Id(row.HeadId)}, position = {row.Position}
        where id = {row.Id}
        """);

    public static ValueTask<int> Remove(Session session, long id) => session.Execute($"delete from {Name} where id = {id}");
}
