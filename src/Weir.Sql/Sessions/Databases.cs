namespace Weir.Sql.Sessions;

/// <summary>Opens a database of the kind the setting names; the only place that chooses between them.</summary>
public static class Databases
{
    public static async Task<Database> Open(DatabaseSetting setting, TimeProvider clock) => setting.Kind switch
    {
        DatabaseKind.Postgres => await PostgresDatabase.Open(setting.Address, clock),
        _ => SqliteDatabase.Open(setting.Address, clock),
    };
}
