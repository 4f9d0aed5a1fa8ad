using Weir.Engine.FieldTypes;
using Weir.Engine.Records;
using Weir.Sql.Schema;
using Weir.Sql.Tables;
using Index = Weir.Sql.Schema.Index;

namespace Weir.Engine.Forms;

public sealed partial class Form
{
    private static readonly SqlName Id = "id";

    private IReadOnlyList<Field>? stored;
    private IReadOnlyList<Field>? lineFields;
    private RowInsert? insert;

    /// <summary>The fields with a column, in index order.</summary>
    public IReadOnlyList<Field> Stored => stored ??= [.. Fields.Where(f => f.Column is not null)];

    public IReadOnlyList<Field> LineFields => lineFields ??= [.. Fields.Where(f => f.Lines is not null)];

    /// <summary>Writes whole rows of the table.</summary>
    internal RowInsert Insert => insert ??= new(Table, RecordRows.Columns(this));

    public bool IsLine => Parent is not null;

    /// <summary>The wanted shape of the table: system columns, one column per stored field, and the indexes every list needs.</summary>
    public Table WantedTable()
    {
        var columns = new List<Column> { new(Id, ColumnType.Id, NotNull: true) };
        if (IsLine)
        {
            columns.Add(new("record_id", ColumnType.Id, NotNull: true));
            columns.Add(new("pos", ColumnType.Integer, NotNull: true));
        }
        else
        {
            columns.Add(new("version", ColumnType.Integer, NotNull: true, Default: 1L));
        }
        foreach (var field in Stored)
        {
            columns.Add(field.Column!);
            if (field.KeyColumn is { } key) columns.Add(key);
        }
        return new Table(Table, columns, [Id], IsLine ? [new Index(IndexName("record"), [new("record_id"), new("pos")]), .. Named()] : [.. Indexes()]);
    }

    /// <summary>Columns of lines by which other records sum up those that hold the lines.</summary>
    private IEnumerable<Index> Named() => Parent!.RolledUpBy.Where(r => r.Lines?.Lines == this).Select(r => r.By).Distinct().Select(by => new Index(IndexName("r_" + by.Key), [new(by.Column!.Name)]));

    /// <summary>Each index costs every save some microseconds; so many fields of one form are looked up by their key at once.</summary>
    private const int KeyIndexes = 6;

    private IEnumerable<Index> Indexes()
    {
        SqlName created = SystemFields.CreatedAt;
        yield return new(IndexName("created"), [new(created), new(Id)]);
        yield return new(IndexName("updated"), [new(SystemFields.UpdatedAt), new(Id)]);
        yield return new(IndexName("owner"), [new(SystemFields.Owner), new(created), new(Id)]);
        yield return new(IndexName("dept"), [new(SystemFields.OwnerDepartment), new(created), new(Id)]);
        foreach (var field in Stored.Where(f => f.Definition.Unique))
            yield return new(IndexName("u_" + field.Key), [new((field.KeyColumn ?? field.Column!).Name)], Unique: true, WhereNull: SystemFields.DeletedAt);
        foreach (var field in Stored.Where(f => !f.System && f.Key is "status" or "stage"))
            yield return new(IndexName("s_" + field.Key), [new(field.Column!.Name), new(created), new(Id)]);
        // Without one, deleting what a link points to would read the whole table.
        foreach (var field in Stored.Where(f => !f.System && !f.Definition.Unique && f.Type.IsReference))
            yield return new(IndexName("r_" + field.Key), [new(field.Column!.Name)]);
        foreach (var field in Stored.Where(f => !f.Definition.Unique && f.KeyColumn is not null).Take(KeyIndexes))
            yield return new(IndexName("k_" + field.Key), [new(field.KeyColumn!.Name)]);
        foreach (var field in Capabilities.CapabilityCatalogue.Of(this).Where(c => Definition.Capabilities.ContainsKey(c.Key)).SelectMany(c => c.Sought(Definition.Capabilities[c.Key])).Distinct().Select(Find).OfType<Field>())
            yield return new(IndexName("c_" + field.Key), [new(field.Column!.Name)]);
        // Whose a record is and whether it lies in the bin is part of every question.
        foreach (var together in Definition.Indexes)
            yield return new(IndexName($"t_{together[0]}_{StableHash(string.Join(' ', together))}"), [.. together.Select(key => new IndexPart(this[key].Column!.Name)), new(SystemFields.Owner), new(SystemFields.OwnerDepartment), new(SystemFields.DeletedAt), new(Id)]);
    }

    private SqlName IndexName(string of)
    {
        var name = $"ix_{Key}_{of}";
        return name.Length <= 40 ? name : name[..31] + "_" + StableHash(name);
    }

    /// <summary>FNV-1a: the same in every process, unlike string.GetHashCode.</summary>
    private static string StableHash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) hash = (hash ^ c) * 16777619u;
        return hash.ToString("x8");
    }
}
