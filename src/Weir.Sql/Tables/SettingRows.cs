using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Settings of the organisation by key.</summary>
public static class SettingRows
{
    private static readonly TableName Table = new("org", "setting");

    public static async ValueTask<Dictionary<string, string>> All(Session session) =>
        (await session.Query($"select key, value from {Table}", r => (r.Text(0), r.Text(1)))).ToDictionary(r => r.Item1, r => r.Item2);

    public static async ValueTask<string?> Of(Session session, string key) => await session.First<string?>($"select value from {Table} where key = {key}", r => r.Text(0));

    public static async ValueTask Put(Session session, string key, string value) =>
        await session.Execute($"insert into {Table} (key, value) values ({key}, {value}) on conflict (key) do update set value = excluded.value");
}
