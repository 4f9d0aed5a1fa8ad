using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Apps;

/// <summary>Who changed which role or app, when and what, stands in the audit trail, written with the change itself.</summary>
public sealed class AppTrailTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Installing_naming_and_changing_an_app_is_written_down_once_each(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Sketch.App("shop", Sketch.Form("item", "name text"), Sketch.Form("firm", "name text")));
        await desk.Publish(a => a with { Label = ("店铺", "Store") });
        await desk.Publish(a => a.Add("item", "size text"));
        await desk.Publish(a => a);

        var trail = await Trail(desk);

        Assert.Equal(["app.changed", "app.renamed", "app.installed"], trail.Select(e => e.What));
        Assert.All(trail, e => Assert.Equal((Desk.Admin, desk.App.Id, desk.Clock.Now.UtcDateTime), (e.MemberId, e.Subject, e.At)));
        Assert.Equal("""["item"]""", Detail(trail[0]).GetProperty("forms").GetRawText());
        Assert.Equal("店铺", Detail(trail[1]).GetProperty("label")[1].GetProperty("zh").GetString());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_role_that_is_made_changed_and_removed_leaves_what_it_was_and_what_it_became(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Sketch.App("shop", Sketch.Form("item", "name text")));
        var role = new RoleDefinition { Key = "clerk", Label = ("店员", "Clerk"), Forms = new Dictionary<string, PermissionDefinition> { ["item"] = Sees(AccessLevel.Own) } };
        await desk.Publish(a => a with { Roles = [role] });
        await desk.Publish(a => a with { Roles = [role with { Label = ("职员", "Clerk"), Forms = new Dictionary<string, PermissionDefinition> { ["item"] = Sees(AccessLevel.All) } }] });
        await desk.Publish(a => a with { Roles = [] });

        var trail = await Trail(desk);

        Assert.Equal(["role.removed", "role.changed", "role.added", "app.installed"], trail.Select(e => e.What));
        var changed = Detail(trail[1]);
        Assert.Equal("clerk", changed.GetProperty("role").GetString());
        Assert.Equal(("店员", "职员"), (changed.GetProperty("label")[0].GetProperty("zh").GetString(), changed.GetProperty("label")[1].GetProperty("zh").GetString()));
        Assert.Equal(["own", "all"], changed.GetProperty("forms").GetProperty("item").EnumerateArray().Select(p => p.GetProperty("grants")[0].GetProperty("on").GetString()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_publication_that_is_refused_leaves_no_entry(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Sketch.App("shop", Sketch.Form("item", "name text", "code text")));
        for (var i = 0; i < 2; i++) await desk.Create(Desk.Admin, "item", ("name", $"{i}"), ("code", "twin"));
        await Assert.ThrowsAsync<ProblemException>(() => desk.Publish(a => a.Put("item", "code text \"unique\": true")));

        Assert.Equal(["app.installed"], (await Trail(desk)).Select(e => e.What));
    }

    private static PermissionDefinition Sees(AccessLevel level) => new() { Grants = [new() { Can = [Operation.View], Level = level }] };

    private static Task<List<AuditRow>> Trail(Desk desk) => desk.Database.Read(s => AuditEntries.Page(s, long.MaxValue, 100, desk.App.Id));

    private static JsonElement Detail(AuditRow row) => JsonDocument.Parse(row.Detail).RootElement;
}
