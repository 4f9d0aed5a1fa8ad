using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Schema;
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
        var present = Find(definition.Key) ?? throw Problem.NotFound("app.not_found").Exception();
        var app = Build(Numbered(definition, present), present.Id, seenVersion + 1);
        var lost = Lost(present, app).ToList();
        if (lost.Count > 0) throw Problem.Invalid("app.loses_data", ("不能删除表单或字段，请改为停用。", "A form or field cannot be removed; retire it instead."), lost).Exception();
        await database.Change(async session =>
        {
            foreach (var table in Tables(app)) await session.Apply(SchemaPlan.Between(await session.ReadTable(table.Name), table));
            if (!await AppRows.Publish(session, Row(app), seenVersion, Now, actor.MemberId))
                throw Problem.Conflict("app.stale", ("别人刚发布了新版本，请在它的基础上重新修改。", "Somebody else has just published a new version; make your change on top of it.")).Exception();
            await session.Notify(Channel, app.Key);
            return true;
        }, cancel);
        await Load(cancel);
        return current[app.Key];
    }

    /// <summary>A form without a number gets the next one; a form keeps the number it was born with.</summary>
    private static AppDefinition Numbered(AppDefinition definition, App present)
    {
        var next = Math.Max(present.Forms.Max(f => f.No), definition.Forms.Max(f => f.No)) + 1;
        return definition with { Forms = [.. definition.Forms.Select(f => f with { No = present.Find(f.Key)?.No ?? (f.No > 0 && present.FormNo(f.No) is null ? f.No : next++) })] };
    }

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
                if (kept.Find(field.Key) is not { } now) yield return new($"{form.Key}.{field.Key}", "field.lost", ($"不能删除字段“{field.Label.Zh}”，请停用。", $"The field '{field.Label.En}' cannot be removed; retire it."));
                else if (field.Column is not null && now.Column is not null && (field.Column.Type != now.Column.Type || field.Column.Scale != now.Column.Scale))
                    yield return new($"{form.Key}.{field.Key}", "field.type_changed", ($"“{field.Label.Zh}”的类型不能这样改，请新建字段。", $"The type of '{field.Label.En}' cannot change like this; make a new field."));
        }
    }
}
