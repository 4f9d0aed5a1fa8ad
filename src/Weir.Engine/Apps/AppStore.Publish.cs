using System.Data.Common;
using Weir.Engine.Access;
using Weir.Engine.Capabilities;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Apps;

public sealed partial class AppStore
{
    /// <summary>Replaces the definition of an app. Tables grow in the same transaction; no stored value is lost: a field is retired, never dropped.</summary>
    /// <param name="seenVersion">The version the change was made from.</param>
    /// <exception cref="ProblemException">Forbidden; NotFound; Conflict when somebody published in between; Invalid with all errors.</exception>
    public async Task<App> Publish(Actor actor, AppDefinition definition, int seenVersion, CancellationToken cancel = default)
    {
        DemandAdministrator(actor);
        if (Find(definition.Key)?.Version != seenVersion) await Load(cancel);
        var present = Find(definition.Key) ?? throw Problem.NotFound("app.not_found").Exception();
        if (present.Version != seenVersion) throw Stale.Exception();
        var app = Build(Numbered(definition, present), present.Id, seenVersion + 1, present);
        var lost = Lost(present, app).ToList();
        if (lost.Count > 0) throw Problem.Invalid("app.loses_data", ("不能删除表单或字段，请改为停用。", "A form or field cannot be removed; retire it instead."), lost).Exception();
        var gaps = FormGap.Between(present, app);
        try
        {
            await database.Change(session => Replace(session, actor, present, app, gaps), cancel);
        }
        catch (DbException failure) when (database.Dialect.Explain(failure) is { Kind: FailureKind.UniqueViolation } twin)
        {
            throw Twins(app, twin.Constraint).Exception();
        }
        catch (DatabaseBusy)
        {
            throw Problem.Unavailable("app.busy", ("表正在被大量使用，暂时不能发布，请稍后再试。", "The tables are in heavy use and could not be changed now; please try again shortly.")).Exception();
        }
        await Load(cancel);
        await Fill(app.Key, actor.Directory);
        return current[app.Key];
    }

    private async ValueTask Replace(Session session, Actor actor, App present, App app, IReadOnlyList<FormGap> gaps)
    {
        // Whoever is saving finishes first, and the next waits: no save stands with one foot in either version.
        await session.Exclude(app.Id);
        if (!await AppRows.Publish(session, Row(app), present.Version, Now, actor.MemberId)) throw Stale.Exception();
        await Note(session, actor, app, AppTrail.Between(present.Definition, app.Definition, app.Version));
        foreach (var table in Tables(app)) await Shape(session, table);
        foreach (var gap in gaps) await Backfill.Keys(session, gap);
        if (gaps.Any(g => g.IsOpen)) await Open(session, app.Key, present.Version);
        await session.Notify(Channel, app.Key);
    }

    /// <summary>Brings a table to the wanted shape. A column that nothing wants any more stays: what it holds is nobody's to lose.</summary>
    private static async ValueTask Shape(Session session, Table wanted)
    {
        var present = await session.ReadTable(wanted.Name);
        if (present is not null) wanted = wanted with { Columns = [.. wanted.Columns, .. present.Columns.Where(c => wanted.Find(c.Name) is null)] };
        await session.Apply(SchemaPlan.Between(present, wanted));
    }

    private static Problem Stale => Problem.Conflict("app.stale", ("别人刚发布了新版本，请在它的基础上重新修改。", "Somebody else has just published a new version; make your change on top of it."));

    private static Problem Twins(App app, string? index)
    {
        var field = app.Forms.Select(f => TwinCheck.Guarded(f, index)).FirstOrDefault(f => f is not null);
        return Problem.Invalid("app.has_twins", ("已有记录的值重复，不能设为唯一。", "Records with equal values are there, so it cannot be unique."), field is null ? [] :
            [new FieldError(field.ToString(), "field.has_twins", ($"“{field.Label.Zh}”已有重复的值，请先合并或修改这些记录。", $"'{field.Label.En}' has equal values in several records; merge or change them first."))]);
    }

    /// <summary>A form without a number gets the next one; a form keeps the number it was born with.</summary>
    private static AppDefinition Numbered(AppDefinition definition, App present)
    {
        var next = Math.Max(present.Forms.Max(f => f.No), definition.Forms.Max(f => f.No)) + 1;
        return definition with { Forms = [.. definition.Forms.Select(f => f with { No = present.Find(f.Key)?.No ?? (f.No > 0 && present.FormNo(f.No) is null ? f.No : next++) })] };
    }

    /// <summary>What a capability derives only to look records up by is made again whenever it is wanted again; nobody typed it.</summary>
    private static bool MadeAgain(Form form, Field field) => form.Definition.Fields.All(f => f.Key != field.Key)
        && CapabilityCatalogue.Of(form).Any(c => c.Derives && form.Definition.Capabilities.TryGetValue(c.Key, out var settings) && c.Sought(settings).Contains(field.Key));

    private static IEnumerable<FieldError> Lost(App present, App wanted)
    {
        foreach (var form in present.Forms)
        {
            if (wanted.Find(form.Key) is not { } kept)
            {
                yield return new(form.Key, form.Definition.Protected ? "form.protected" : "form.lost", ($"不能删除表单“{form.Label.Zh}”。", $"The form '{form.Label.En}' cannot be removed."));
                continue;
            }
            foreach (var field in form.Fields)
            {
                if (kept.Find(field.Key) is not { } now)
                {
                    if (!MadeAgain(form, field)) yield return new($"{form.Key}.{field.Key}", "field.lost", ($"不能删除字段“{field.Label.Zh}”，请停用。", $"The field '{field.Label.En}' cannot be removed; retire it."));
                }
                else if (!Retyping.Keeps(field, now))
                    yield return new($"{form.Key}.{field.Key}", "field.type_changed", ($"“{field.Label.Zh}”的类型不能这样改，请新建字段。", $"The type of '{field.Label.En}' cannot change like this; make a new field."));
            }
        }
    }
}
