using System.Collections.Frozen;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Migrations;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Apps;

/// <summary>The published apps: installs a template, publishes a new version, and gives requests the compiled ones. The only writer of definitions.</summary>
public sealed partial class AppStore(Database database, RecordIds ids, TimeProvider clock) : IDisposable
{
    public const string Channel = "apps";

    private volatile FrozenDictionary<string, App> current = FrozenDictionary<string, App>.Empty;
    private IDisposable? listening;

    /// <summary>All apps by key; replaced as a whole, so a request sees one state from beginning to end.</summary>
    public IReadOnlyDictionary<string, App> Current => current;

    public App? Find(string key) => current.GetValueOrDefault(key);

    /// <summary>Compiles what is stored. Called at start, and whenever another process has published.</summary>
    public async Task Load(CancellationToken cancel = default)
    {
        listening ??= database.Listen(Channel, _ => Task.Run(() => Load()));
        var rows = await database.Read(AppRows.All, cancel);
        var before = current;
        current = rows.Select(r => before.TryGetValue(r.Key, out var same) && same.Version == r.Version && same.Id == r.Id ? same : Compile(r)).ToFrozenDictionary(a => a.Key);
    }

    /// <summary>Makes a new app of a definition, such as a template, with its own tables.</summary>
    /// <exception cref="ProblemException">Forbidden; Conflict when the key is taken; Invalid when the definition cannot work.</exception>
    public async Task<App> Install(Actor actor, AppDefinition definition, CancellationToken cancel = default)
    {
        DemandAdministrator(actor);
        if (current.ContainsKey(definition.Key)) throw Problem.Conflict("app.exists", ($"已经有应用“{definition.Key}”。", $"There is already an app '{definition.Key}'.")).Exception();
        if (!SqlName.IsValid(definition.Key) || definition.Key.Length > 30) throw Problem.Invalid("app.bad_key", ("应用代码只能用小写字母、数字和下划线。", "An app key is lower-case letters, digits and _.")).Exception();
        var app = Build(definition, ids.Next(), 1, null);
        await Migrator.RunApp(database, app.Schema, cancel);
        await database.Change(async session =>
        {
            foreach (var table in Tables(app)) await Shape(session, table);
            await AppRows.Add(session, Row(app), Now, actor.MemberId);
            await Note(session, actor, app, [AppTrail.Installed(app.Definition)]);
            await session.Notify(Channel, app.Key);
            return true;
        }, cancel);
        await Load(cancel);
        return current[app.Key];
    }

    private AppRow Row(App app) => new(app.Id, app.Key, app.Version, JsonSerializer.Serialize(app.Definition, DefinitionJson.Options));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static IEnumerable<Table> Tables(App app) => app.Forms.SelectMany(f => f.LineFields.Select(l => l.Lines!).Prepend(f)).Select(f => f.WantedTable());

    private static App Compile(AppRow row) => AppBuilder.Build(JsonSerializer.Deserialize<AppDefinition>(row.Body, DefinitionJson.Options)!, row.Id, row.Version);

    /// <param name="present">What is published now; its forms keep the keys they have.</param>
    private static App Build(AppDefinition definition, long id, int version, App? present)
    {
        try
        {
            var errors = new List<DefinitionError>();
            foreach (var form in definition.Forms.Where(f => present?.Find(f.Key) is null)) DefinitionCheck.Key(form.Key, errors);
            return errors.Count == 0 ? AppBuilder.Build(definition, id, version) : throw new DefinitionErrors(errors);
        }
        catch (DefinitionErrors wrong)
        {
            throw Problem.Invalid("app.invalid", ("这个应用的定义有错误。", "The definition of this app has errors."), [.. wrong.Errors.Select(e => new FieldError(e.Path, e.Code, e.Words))]).Exception();
        }
    }

    /// <summary>Adds to the audit trail, in the transaction that changes the app.</summary>
    private async ValueTask Note(Session session, Actor actor, App app, IEnumerable<(string What, object Detail)> entries)
    {
        foreach (var (what, detail) in entries)
            await AuditEntries.Add(session, new(ids.Next(), Now, actor.MemberId, actor.Road, what, app.Id, JsonSerializer.Serialize(detail, DefinitionJson.Options)));
    }

    private static void DemandAdministrator(Actor actor)
    {
        if (!actor.Administrator) throw Problem.Forbidden("app.not_allowed", ("只有管理员可以修改应用。", "Only an administrator may change apps.")).Exception();
    }

    public void Dispose() => listening?.Dispose();
}
