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

/// <summary>The views of a form: those of its definition and those that members saved for themselves or for others.</summary>
public sealed class ViewStore(Database database, RecordIds ids, TimeProvider clock) : IDisposable
{
    private readonly ViewShelf shelf = new(database);

    /// <summary>The views this member may use: right audience, and no field that they may not read.</summary>
    public async ValueTask<IReadOnlyList<OfferedView>> For(Actor actor, Form form, CancellationToken cancel = default)
    {
        var access = FormAccess.Of(actor, form);
        var views = form.Definition.Views.Select(v => new OfferedView(v, null, null, 0)).Concat((await shelf.Of(form, cancel))
            .Where(v => v.Definition is not null && (v.Row.OwnerId is null || v.Row.OwnerId == actor.MemberId)).Select(v => new OfferedView(v.Definition!, v.Row.Id, v.Row.OwnerId, v.Row.Version)));
        return [.. views.Where(v => Offered(actor, form, v.Definition) && Readable(access, form, v.Definition))];
    }

    /// <summary>Key of the view that this member wants to see first; null while they have not chosen.</summary>
    public async ValueTask<string?> First(Actor actor, Form form, CancellationToken cancel = default) =>
        (await shelf.Of(form, cancel)).FirstOrDefault(v => v.First is not null && v.Row.OwnerId == actor.MemberId)?.First;

    /// <summary>Who may offer a view to others; everybody may keep one for themselves.</summary>
    public static bool MayShare(Actor actor, Form form) => FormAccess.Of(actor, form).Everything && !actor.ReadOnly;

    /// <summary>Whether this member may rename, change and remove the view.</summary>
    public static bool MayChange(Actor actor, Form form, OfferedView view) => view.Id is not null && !actor.ReadOnly && (view.OwnerId == actor.MemberId || FormAccess.Of(actor, form).Everything);

    /// <summary>Saves a view of one's own, or for others, which takes an administrator.</summary>
    /// <exception cref="ProblemException">Forbidden; Invalid when it names what does not exist; Conflict when somebody else changed it.</exception>
    public async Task<OfferedView> Save(Actor actor, Form form, ViewDefinition definition, long? id, long seenVersion, CancellationToken cancel = default)
    {
        Check(actor, form, definition);
        var row = Row(actor, form, definition, id ?? ids.Next(), id is null ? 1 : seenVersion);
        await database.Write(async session =>
        {
            if (id is null) await ViewRows.Add(session, form.App.Schema, row);
            else
            {
                await DemandOwn(session, actor, form, id.Value);
                if (!await ViewRows.Change(session, form.App.Schema, row)) throw Problem.Conflict("view.stale", ("别人刚改过这个视图，请刷新后再存。", "Somebody else has just changed this view; reload and save again.")).Exception();
            }
            await shelf.Changed(session);
        }, cancel);
        return new OfferedView(definition, row.Id, row.OwnerId, id is null ? 1 : seenVersion + 1);
    }

    /// <summary>Brings a view back that has just been removed, under its old id, so that links to it hold.</summary>
    /// <exception cref="ProblemException">As for saving; Conflict when it is there.</exception>
    public async Task<OfferedView> PutBack(Actor actor, Form form, ViewDefinition definition, long id, CancellationToken cancel = default)
    {
        Check(actor, form, definition);
        var row = Row(actor, form, definition, id, 1);
        await database.Write(async session =>
        {
            if (id <= 0 || await ViewRows.Exists(session, form.App.Schema, id)) throw Problem.Conflict("view.exists", ("这个视图还在。", "This view is still there.")).Exception();
            await ViewRows.Add(session, form.App.Schema, row);
            await shelf.Changed(session);
        }, cancel);
        return new OfferedView(definition, row.Id, row.OwnerId, 1);
    }

    /// <exception cref="ProblemException">NotFound; Forbidden when it is somebody else's.</exception>
    public Task Remove(Actor actor, Form form, long id, CancellationToken cancel = default) => database.Write(async session =>
    {
        await DemandOwn(session, actor, form, id);
        await ViewRows.Remove(session, form.App.Schema, id);
        await shelf.Changed(session);
    }, cancel);

    /// <summary>Chooses the view that this member sees first; null for the first there is.</summary>
    /// <exception cref="ProblemException">NotFound when no such view is offered to them.</exception>
    public async Task SetFirst(Actor actor, Form form, string? key, CancellationToken cancel = default)
    {
        if (actor.ReadOnly) throw NotAllowed();
        if (key is not null && (await For(actor, form, cancel)).All(v => v.Key != key)) throw Problem.NotFound("view.not_found").Exception();
        var before = (await shelf.Of(form, cancel)).Where(v => v.First is not null && v.Row.OwnerId == actor.MemberId).ToList();
        await database.Write(async session =>
        {
            foreach (var old in before) await ViewRows.Remove(session, form.App.Schema, old.Row.Id);
            if (key is not null) await ViewRows.Add(session, form.App.Schema, new ViewRow(ids.Next(), form.No, actor.MemberId, ViewShelf.WriteFirst(key), 1, clock.GetUtcNow().UtcDateTime));
            await shelf.Changed(session);
        }, cancel);
    }

    public void Dispose() => shelf.Dispose();

    private ViewRow Row(Actor actor, Form form, ViewDefinition definition, long id, long version) =>
        new(id, form.No, definition.Audience == Audience.Personal ? actor.MemberId : null, ViewShelf.Write(definition), version, clock.GetUtcNow().UtcDateTime);

    private static void Check(Actor actor, Form form, ViewDefinition definition)
    {
        var access = FormAccess.Of(actor, form);
        if (!access.Can(Operation.View)) throw Problem.NotFound("form.not_found").Exception();
        if (actor.ReadOnly) throw NotAllowed();
        if (definition.Audience != Audience.Personal && !access.Everything) throw Problem.Forbidden("view.not_allowed", ("只有管理员可以发布共享视图；可以先存为个人视图。", "Only an administrator may share a view; save it for yourself instead.")).Exception();
        if (definition.Label.Zh.Length is 0 or > 40) throw Problem.Invalid("view.bad_name", ("视图名称应为 1 到 40 个字。", "A view's name has 1 to 40 characters."), new FieldError("name", "field.required", ("名称应为 1 到 40 个字。", "A name has 1 to 40 characters."))).Exception();
        if (definition.Audience == Audience.Roles && (definition.Roles.Count == 0 || definition.Roles.Any(r => !form.App.Definition.Roles.Any(known => known.Key == r)))) throw Problem.Invalid("view.bad_roles", ("请选择视图给哪些角色用。", "Choose the roles that the view is for."), new FieldError("roles", "field.required", ("请至少选择一个角色。", "Choose at least one role."))).Exception();
        if (!Readable(access, form, definition)) throw Problem.Invalid("view.unknown_field", ("视图里有不存在或不可见的字段。", "The view names a field that does not exist or that you may not read.")).Exception();
    }

    private static ProblemException NotAllowed() => Problem.Forbidden("view.not_allowed", ("只能修改自己的视图。", "You may change only your own views.")).Exception();

    private static async ValueTask DemandOwn(Session session, Actor actor, Form form, long id)
    {
        var row = (await ViewRows.Of(session, form.App.Schema, form.No, actor.MemberId)).FirstOrDefault(v => v.Id == id) ?? throw Problem.NotFound("view.not_found").Exception();
        if (row.OwnerId != actor.MemberId && !FormAccess.Of(actor, form).Everything || actor.ReadOnly) throw NotAllowed();
    }

    private static bool Offered(Actor actor, Form form, ViewDefinition view) =>
        view.Audience != Audience.Roles || actor.Administrator || actor.Roles(form.App.Key).Any(r => view.Roles.Contains(r) || form.App.AdministratorRoles.Contains(r));

    /// <summary>A view whose filter or order rests on a field the member may not read would tell its values.</summary>
    private static bool Readable(FormAccess access, Form form, ViewDefinition view)
    {
        try
        {
            return Condition.OfQuery(form, view.Where).Paths.Concat(view.Sort.Select(s => FieldPath.Find(form, s.Field)).OfType<FieldPath>())
                .All(p => RecordQuery.RightOf(access, p) >= FieldRight.Read);
        }
        catch (DefinitionError)
        {
            return false;
        }
    }
}
