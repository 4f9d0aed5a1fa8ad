using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Views;

/// <summary>A view as it is offered to a member: from the template, or saved by somebody.</summary>
/// <param name="Id">Null for a view of the template.</param>
public sealed record OfferedView(ViewDefinition Definition, long? Id, long? OwnerId, long Version)
{
    public string Key => Id is { } id ? "v" + id : Definition.Key;
}

/// <summary>The views of a form: those of its definition and those that members saved for themselves or for all.</summary>
public sealed class ViewStore(Database database, RecordIds ids, TimeProvider clock)
{
    /// <summary>The views this member may use: right audience, and no field that they may not read.</summary>
    public Task<IReadOnlyList<OfferedView>> For(Actor actor, Form form, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        var views = form.Definition.Views.Select(v => new OfferedView(v, null, null, 0)).ToList();
        foreach (var row in await ViewRows.Of(session, form.App.Schema, form.No, actor.MemberId))
            if (JsonSerializer.Deserialize<ViewDefinition>(row.Body, DefinitionJson.Options) is { } saved) views.Add(new OfferedView(saved, row.Id, row.OwnerId, row.Version));
        return (IReadOnlyList<OfferedView>)[.. views.Where(v => Offered(actor, form, v.Definition) && Readable(access, form, v.Definition))];
    }, cancel);

    /// <summary>Saves a view of one's own, or with <see cref="Audience.Shared"/> for all, which takes an administrator.</summary>
    /// <exception cref="ProblemException">Forbidden; Invalid when it names what does not exist; Conflict when somebody else changed it.</exception>
    public async Task<OfferedView> Save(Actor actor, Form form, ViewDefinition definition, long? id, long seenVersion, CancellationToken cancel = default)
    {
        var access = FormAccess.Of(actor, form);
        var shared = definition.Audience != Audience.Personal;
        if (!access.Can(Operation.View)) throw Problem.NotFound("form.not_found").Exception();
        if (shared && !access.Everything || actor.ReadOnly) throw Problem.Forbidden("view.not_allowed", ("只有管理员可以发布共享视图；可以先存为个人视图。", "Only an administrator may share a view; save it for yourself instead.")).Exception();
        if (definition.Label.Zh.Length is 0 or > 40) throw Problem.Invalid("view.bad_name", ("视图名称应为 1 到 40 个字。", "A view's name has 1 to 40 characters."), new FieldError("name", "field.required", ("请填写名称。", "Give it a name."))).Exception();
        if (!Readable(access, form, definition)) throw Problem.Invalid("view.unknown_field", ("视图里有不存在或不可见的字段。", "The view names a field that does not exist or that you may not read.")).Exception();
        var row = new ViewRow(id ?? ids.Next(), form.No, shared ? null : actor.MemberId, JsonSerializer.Serialize(definition, DefinitionJson.Options), id is null ? 1 : seenVersion, clock.GetUtcNow().UtcDateTime);
        await database.Write(async session =>
        {
            if (id is null) await ViewRows.Add(session, form.App.Schema, row);
            else
            {
                await DemandOwn(session, actor, access, form, id.Value);
                if (!await ViewRows.Change(session, form.App.Schema, row)) throw Problem.Conflict("view.stale", ("别人刚改过这个视图，请刷新后再存。", "Somebody else has just changed this view; reload and save again.")).Exception();
            }
        }, cancel);
        return new OfferedView(definition, row.Id, row.OwnerId, id is null ? 1 : seenVersion + 1);
    }

    public Task Remove(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Write(async session =>
    {
        await DemandOwn(session, actor, FormAccess.Of(actor, form), form, id);
        await ViewRows.Remove(session, form.App.Schema, id);
    }, cancel);

    private static async ValueTask DemandOwn(Session session, Actor actor, FormAccess access, Form form, long id)
    {
        var row = (await ViewRows.Of(session, form.App.Schema, form.No, actor.MemberId)).FirstOrDefault(v => v.Id == id) ?? throw Problem.NotFound("view.not_found").Exception();
        if (row.OwnerId != actor.MemberId && !access.Everything || actor.ReadOnly) throw Problem.Forbidden("view.not_allowed", ("只能修改自己的视图。", "You may change only your own views.")).Exception();
    }

    private static bool Offered(Actor actor, Form form, ViewDefinition view) =>
        view.Audience != Audience.Roles || actor.Administrator || actor.Roles(form.App.Key).Any(r => view.Roles.Contains(r) || form.App.AdministratorRoles.Contains(r));

    /// <summary>A view whose filter or order rests on a field the member may not read would tell its values.</summary>
    private static bool Readable(FormAccess access, Form form, ViewDefinition view)
    {
        try
        {
            return Condition.Compile(form, view.Where).Paths.Concat(view.Sort.Select(s => FieldPath.Find(form, s.Field)).OfType<FieldPath>())
                .All(p => RecordQuery.RightOf(access, p) >= FieldRight.Read);
        }
        catch (DefinitionError)
        {
            return false;
        }
    }
}
