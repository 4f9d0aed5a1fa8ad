namespace Weir.Sql.Schema;

/// <summary>How much a change of the schema can hurt: nothing is touched, rows are rewritten, data is lost.</summary>
public enum Danger { Safe, Rewrite, Destructive }

/// <summary>One step from the present to the wanted shape.</summary>
public abstract record SchemaChange(TableName Table, Danger Danger)
{
    public sealed record CreateSchema(SqlName Schema) : SchemaChange(new TableName(Schema, "schema"), Danger.Safe);
    public sealed record CreateTable(Table Wanted) : SchemaChange(Wanted.Name, Danger.Safe);
    public sealed record AddColumn(TableName Table, Column Column) : SchemaChange(Table, Danger.Safe);
    public sealed record CreateIndex(TableName Table, Index Index) : SchemaChange(Table, Danger.Safe);
    public sealed record DropIndex(TableName Table, SqlName Index) : SchemaChange(Table, Danger.Safe);
    /// <summary>A changed type, scale, null rule or primary key: rows are copied into the wanted table.</summary>
    public sealed record Rebuild(Table Present, Table Wanted, Danger Danger) : SchemaChange(Wanted.Name, Danger);
    public sealed record DropColumn(Table Present, SqlName Column) : SchemaChange(Present.Name, Danger.Destructive);
    public sealed record DropTable(TableName Table) : SchemaChange(Table, Danger.Destructive);
}
