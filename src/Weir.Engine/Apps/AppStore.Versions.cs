using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Sql.Tables;

namespace Weir.Engine.Apps;

public sealed partial class AppStore
{
    /// <summary>The published versions of an app, the newest first, each with what it changed.</summary>
    /// <param name="before">Only those before this version.</param>
    /// <exception cref="ProblemException">Forbidden; NotFound.</exception>
    public async Task<IReadOnlyList<AppVersion>> Versions(Actor actor, string key, int? before = null, int limit = 20, CancellationToken cancel = default)
    {
        var app = Present(actor, key);
        // Each is compared with the one before it, so one more is read than shown.
        var rows = await database.Read(session => AppRows.Before(session, app.Id, before ?? app.Version + 1, limit + 1), cancel);
        var written = rows.Select(r => JsonSerializer.Deserialize<JsonElement>(r.Body)).ToList();
        return [.. rows.Take(limit).Select((r, i) => new AppVersion(r.Version, r.At, r.ById, i + 1 < rows.Count ? DefinitionDiff.Between(written[i + 1], written[i]) : []))];
    }

    /// <summary>What going back to an earlier version would publish. Publishes nothing.</summary>
    /// <exception cref="ProblemException">Forbidden; NotFound.</exception>
    public async Task<EarlierVersion> Earlier(Actor actor, string key, int version, CancellationToken cancel = default)
    {
        var app = Present(actor, key);
        var former = await database.Read(session => AppRows.Former(session, app.Id, version), cancel) ?? throw Problem.NotFound("app.not_found").Exception();
        var earlier = JsonSerializer.Deserialize<AppDefinition>(former.Body, DefinitionJson.Options)!;
        var definition = Numbered(new Restoration(earlier, app.Definition).Definition, app);
        IReadOnlyList<FieldError> errors;
        try
        {
            errors = [.. Lost(app, Build(definition, app.Id, app.Version + 1, app))];
        }
        catch (ProblemException wrong)
        {
            errors = wrong.Problem.Errors;
        }
        return new(definition, DefinitionDiff.Between(app.Definition, definition), DefinitionDiff.Between(earlier, definition), errors);
    }

    private App Present(Actor actor, string key)
    {
        DemandAdministrator(actor);
        return Find(key) ?? throw Problem.NotFound("app.not_found").Exception();
    }
}
