using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Migrations;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Access;

/// <summary>"Collaborators" is a level of its own: being named in a record opens it where the role reaches beyond the own records, and nowhere else.</summary>
public class CollaboratorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_collaborator_with_an_end_reads_until_then_and_not_after(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var task = await Named(desk);
        var sharing = new Sharing(desk.Database, desk.Ids, desk.Clock);
        var end = desk.Clock.Now.UtcDateTime.AddDays(3);
        await sharing.Limit(desk.Actor(Desk.Admin), task.Form, task.Id, Desk.Rep, edit: false, end);

        Assert.True(await Sees(desk, task));
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => Rename(desk, task))).Kind);
        desk.Clock.Now = new(end.AddMilliseconds(-1), TimeSpan.Zero);
        Assert.True(await Sees(desk, task));
        desk.Clock.Now = new(end, TimeSpan.Zero);
        Assert.False(await Sees(desk, task));
        Assert.Empty(await Why(desk, task));

        Assert.Equal("share.ended", (await Office.Refused(() => sharing.Limit(desk.Actor(Desk.Admin), task.Form, task.Id, Desk.Rep, edit: true, end))).Code);
        Assert.Equal("share.not_named", (await Office.Refused(() => sharing.Limit(desk.Actor(Desk.Admin), task.Form, task.Id, Desk.SouthRep, edit: true, null))).Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_role_of_the_template_sees_and_edits_what_names_its_member_and_deletes_none_of_it(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var task = await Named(desk);

        Assert.True(await Sees(desk, task));
        await Rename(desk, task);
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => desk.Records.Delete(desk.Actor(Desk.Rep), task.Form, task.Id))).Kind);
        Assert.Equal(["collaborator"], await Why(desk, task));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_role_limited_to_own_records_sees_none_that_only_names_its_member_but_what_is_shared_by_hand(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var task = await Named(desk);
        await Limit(desk, new GrantDefinition { Can = [Operation.View, Operation.Edit], Level = AccessLevel.Own });

        Assert.False(await Sees(desk, task));
        Assert.Empty(await Why(desk, task));
        Assert.Equal(ProblemKind.NotFound, (await Office.Refused(() => Rename(desk, task))).Kind);

        await new Sharing(desk.Database, desk.Ids, desk.Clock).Share(desk.Actor(Desk.Admin), desk.Form("task"), task.Id, Desk.Rep, edit: true);
        Assert.True(await Sees(desk, task));
        Assert.Equal(["share"], await Why(desk, task));
        await Rename(desk, task);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Being_named_opens_for_editing_only_what_the_condition_of_the_role_lets_edit(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (named, other) = (await Named(desk), await Named(desk, ("priority", "high")));
        await Limit(desk,
            new GrantDefinition { Can = [Operation.View, Operation.Edit], Level = AccessLevel.Own },
            new GrantDefinition { Can = [Operation.View, Operation.Edit], Level = AccessLevel.Collaborators, When = new() { Field = "priority", Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement("high") } });

        Assert.True(await Sees(desk, named));
        Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(() => Rename(desk, named))).Kind);
        await Rename(desk, other);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Roles_stored_before_there_was_such_a_level_keep_what_they_meant(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var task = await Named(desk);
        await desk.Publish(a => a with { Label = ("销售", "Sales: \"own\"") });
        var before = desk.App.Definition;
        TableName versions = new("org", "app_version");
        await desk.Database.Write(async s => { await s.Execute($"update {versions} set body = replace(body, {"\"on\":\"collaborators\""}, {"\"on\":\"own\""})"); });

        await desk.Database.Change(s => OrgMigrations.All.Single(m => m.Number == 4).Apply(s, OrgMigrations.Schema));
        await desk.Reopen();

        Assert.Equal(Written(before.Roles).Replace("\"on\":\"own\"", "\"on\":\"collaborators\"", StringComparison.Ordinal), Written(desk.App.Definition.Roles));
        Assert.Equal(before.Label, desk.App.Definition.Label);
        Assert.Equal(0, await desk.Database.Read(s => s.Count($"select version from {versions} where body like {"%\"on\":\"own\"%"}")));
        Assert.True(await Sees(desk, task));

        // What is called "own" from now on is meant so, whenever the program starts again.
        await Limit(desk, new GrantDefinition { Can = [Operation.View], Level = AccessLevel.Own });
        await Migrator.Run(desk.Database);
        await desk.Reopen();
        Assert.False(await Sees(desk, task));
    }

    private static string Written(IReadOnlyList<RoleDefinition> roles) => System.Text.Json.JsonSerializer.Serialize(roles, DefinitionJson.Options);

    /// <summary>A task of somebody in another department, in which the rep is named.</summary>
    private static async Task<Record> Named(Desk desk, params (string Key, object? Value)[] values) => await desk.Create(Desk.Admin, "task",
        [("subject", "回访"), ("due_at", desk.Clock.Now.UtcDateTime.AddDays(3)), (SystemFields.Owner, Desk.SouthRep), ("assignee", Desk.SouthRep), (SystemFields.Collaborators, new[] { Desk.Rep }), .. values]);

    private static async Task Rename(Desk desk, Record task) => await desk.Change(Desk.Rep, await desk.Read("task", task.Id), ("subject", "回访二"));

    private static Task<App> Limit(Desk desk, params GrantDefinition[] grants) => desk.Publish(a => a with
    {
        Roles = [.. a.Roles.Select(r => r.Key != "sales_rep" ? r : r with { Forms = new Dictionary<string, PermissionDefinition>(r.Forms) { ["task"] = new() { Grants = grants } } })],
    });

    private static async Task<bool> Sees(Desk desk, Record record)
    {
        var (actor, form) = (desk.Actor(Desk.Rep), desk.Form(record.Form.Key));
        var listed = (await desk.Query.List(actor, new ListQuery(form))).Rows.Any(r => r.Id == record.Id);
        try
        {
            await desk.Query.Get(actor, form, record.Id);
            Assert.True(listed);
        }
        catch (ProblemException refusal) when (refusal.Problem.Kind == ProblemKind.NotFound)
        {
            Assert.False(listed);
        }
        return listed;
    }

    private static async Task<IEnumerable<string>> Why(Desk desk, Record record) =>
        (await new WhyVisible(desk.Database, desk.Clock).Ask(desk.Actor(Desk.Admin), desk.Form(record.Form.Key), record.Id, Desk.Rep)).Select(r => r.Code);
}
