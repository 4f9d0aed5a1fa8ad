using System.Globalization;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Apps;

public sealed partial class AppStore
{
    /// <summary>Goes on with what a publication had still to fill when its process ended. At start, once people are known.</summary>
    public async Task Resume(Access.Directory directory)
    {
        foreach (var key in current.Keys) await Fill(key, directory);
    }

    /// <summary>Notes, with the publication, from which version on records are behind; the oldest counts.</summary>
    private static async ValueTask Open(Session session, string app, int version)
    {
        if (await Behind(session, app) is null) await SettingRows.Put(session, Note(app), version.ToString(CultureInfo.InvariantCulture));
    }

    private async Task Fill(string key, Access.Directory directory)
    {
        var app = current[key];
        var former = await database.Read(async session => await Behind(session, key) is { } version ? await AppRows.Former(session, app.Id, version) : null);
        if (former is null) return;
        await new Backfill(database, clock).Run(FormGap.Between(Compile(former), app), directory);
        await database.Write(async session =>
        {
            // Whoever published in between fills what both have left.
            if (await AppRows.Version(session, app.Id) == app.Version) await SettingRows.Put(session, Note(key), "");
        });
    }

    private static async ValueTask<int?> Behind(Session session, string app) =>
        (await SettingRows.All(session)).TryGetValue(Note(app), out var version) && version.Length > 0 ? int.Parse(version, CultureInfo.InvariantCulture) : null;

    private static string Note(string app) => "behind:" + app;
}
