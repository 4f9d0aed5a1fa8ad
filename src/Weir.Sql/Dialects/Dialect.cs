using System.Data.Common;
using Weir.Sql.Query;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Dialects;

/// <summary>What differs between the databases, and nothing else; what both share is written once, outside.</summary>
public abstract partial class Dialect
{
    /// <summary>Stable key: <c>sqlite</c> or <c>postgres</c>.</summary>
    public abstract string Key { get; }

    /// <summary>The quoted name of a table with its schema.</summary>
    public abstract string Quote(TableName table);

    public string Quote(SqlName name) => "\"" + name.Value + "\"";

    public abstract string ColumnType(Column column);

    /// <summary>Ends a select whose rows stay locked until the transaction ends; empty where writers are alone anyway.</summary>
    public abstract string LockRows { get; }
