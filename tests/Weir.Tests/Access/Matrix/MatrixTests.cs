using System.Text.Json.Nodes;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Exchange.Exports;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Tests.Web.Api;
using Xunit;

namespace Weir.Tests.Access.Matrix;

/// <summary>Role × form × relation × verb: what the engine answers is what the roles say, on both databases and in both shapes of a list.</summary>
public sealed class MatrixTests
{
    private readonly List<string> wrong = [];
    private int asked;

    [Theory, OnSqlite, OnPostgres]
    public async Task Reading_answers_as_the_roles_say(DatabaseKind kind)
    {
        await using var world = await World.Make(kind);
        foreach (var who in world.People)
            foreach (var form in world.TheApp.Forms)
            {
                var actor = world.As(who);
                var all = world.Facts.Where(f => f.Form == form.Key).ToList();
                var seen = all.Where(f => world.Oracle.Answer(who, f, Operation.View) == "ok").Select(f => f.Id).Order().ToList();
                var may = world.Oracle.Form(who, form.Key, Operation.View);
                var query = new ListQuery(form) { Columns = [new([], form.Title)], Limit = 500 };
                var where = $"{who.Name} {form.Key}";

                Same($"{where} list", may ? string.Join(',', seen) : "notfound", await Outcome(async () => string.Join(',', (await world.Platform.Query.List(actor, query)).Rows.Select(r => r.Id).Order())));
                Same($"{where} count", may ? $"{seen.Count}" : "notfound", await Outcome(async () => $"{await world.Platform.Query.Count(actor, query)}"));
                Same($"{where} totals", may ? $"{seen.Count}" : "notfound",
                    await Outcome(async () => $"{(await world.Platform.Query.Totals(actor, query, [(new FieldPath([], form[SystemFields.CreatedAt]), Aggregation.Count)]))[0]:0}"));
                Same($"{where} groups", may ? Groups(all.Where(f => seen.Contains(f.Id)).Select(f => f.Department)) : "notfound", await Outcome(async () =>
                    string.Join(' ', (await world.Platform.Query.Groups(actor, query, [(new FieldPath([], form[SystemFields.OwnerDepartment]), DateBucket.None)], [(null, Aggregation.Count)])).Select(g => $"{g[0]}:{g[1]:0}").Order(StringComparer.Ordinal))));
                if (form.Title.Type.SearchAs(form.Title) is not null)
                    Same($"{where} search", may ? string.Join(',', seen) : "notfound", await Outcome(async () => string.Join(',', (await world.Platform.Query.List(actor, query with { Search = "matrix" })).Rows.Select(r => r.Id).Order())));
                var bin = all.Where(f => f.Deleted && world.Oracle.May(who, f, Operation.Delete)).Select(f => f.Id).Order();
                Same($"{where} bin", world.Oracle.Form(who, form.Key, Operation.Delete) ? string.Join(',', bin) : "notfound", await Outcome(async () => string.Join(',', (await world.Platform.Query.List(actor, query with { Bin = true })).Rows.Select(r => r.Id).Order())));
                foreach (var operation in new[] { Operation.Edit, Operation.Delete, Operation.Export, Operation.Assign })
                    Same($"{where} list for {operation}", may ? string.Join(',', all.Where(f => seen.Contains(f.Id) && world.Oracle.May(who, f, operation)).Select(f => f.Id).Order()) : "notfound",
                        await Outcome(async () => string.Join(',', (await world.Platform.Query.List(actor, query with { For = operation })).Rows.Select(r => r.Id).Order())));

                var display = new Display(false, actor.Directory, default);
                await world.Platform.Query.LearnTitles(actor, display, Links(world, form, all));
                foreach (var (_, link) in Links(world, form, all))
                    Same($"{where} title of {link}", Seen(world, who, (long)link!) ? "known" : "unknown", display.Title("contract", (long)link!) is null ? "unknown" : "known");
                foreach (var fact in world.Cases(who, form))
                {
                    var visible = world.Oracle.Answer(who, fact, Operation.View);
                    Same($"{where} {fact.Relation} get", visible, await Outcome(() => world.Platform.Query.Get(actor, form, fact.Id)));
                    Same($"{where} {fact.Relation} history", visible, await Outcome(() => world.Platform.Query.History(actor, form, fact.Id)));
                }
            }
        Report();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Writing_answers_as_the_roles_say(DatabaseKind kind)
    {
        await using var world = await World.Make(kind);
        var executive = world.People.First(p => p.Roles.Contains("executive"));
        foreach (var who in world.People)
            foreach (var form in world.TheApp.Forms)
            {
                var actor = world.As(who);
                var all = world.Cases(who, form).ToList();
                var where = $"{who.Name} {form.Key}";
                Same($"{where} create", world.Oracle.Answer(who, form.Key, Operation.Create), await Outcome(() => world.Platform.Records.Save(actor, new Draft(form).Set("no_such_field", 1))));
                Same($"{where} import", world.Oracle.Answer(who, form.Key, Operation.Import), await Outcome(() => world.Platform.Imports.Upload(actor, form, new MemoryStream("a\n1\n"u8.ToArray()), "a.csv")));
                var many = await world.Platform.Records.SaveMany(actor, [.. all.Select(f => new Draft(form) { Id = f.Id })]);
                foreach (var (fact, result) in all.Zip(many))
                {
                    var edit = world.Oracle.Answer(who, fact, Operation.Edit);
                    Same($"{where} {fact.Relation} edit", edit, await Outcome(() => world.Platform.Records.Save(actor, new Draft(form) { Id = fact.Id })));
                    Same($"{where} {fact.Relation} bulk", edit, result.Problem is null ? "ok" : Kind(result.Problem));
                    Same($"{where} {fact.Relation} assign", world.Oracle.Answer(who, fact, Operation.Assign),
                        await Outcome(() => world.Platform.Records.Save(actor, new Draft(form) { Id = fact.Id }.Set(SystemFields.Owner, fact.Owner))));
                    Same($"{where} {fact.Relation} comment", world.Oracle.Answer(who, fact, Operation.View), await Outcome(() => world.Platform.Comments.Add(actor, form, fact.Id, "x")));
                    Same($"{where} {fact.Relation} share", edit, await Outcome(async () =>
                    {
                        await world.Platform.Sharing.Share(actor, form, fact.Id, executive.Id, edit: false);
                        await world.Platform.Sharing.Unshare(actor, form, fact.Id, executive.Id);
                        if (fact.Readers.Contains(executive.Id) || fact.Editors.Contains(executive.Id)) await world.Platform.Sharing.Share(world.Host.Admin, form, fact.Id, executive.Id, fact.Editors.Contains(executive.Id));
                        return true;
                    }));
                }
            }
        Report();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deleting_and_restoring_answer_as_the_roles_say(DatabaseKind kind)
    {
        await using var world = await World.Make(kind);
        foreach (var who in world.People)
            foreach (var form in world.TheApp.Forms)
                foreach (var fact in world.Cases(who, form))
                {
                    // What hangs on a record may refuse for reasons of its own; that is not this matrix.
                    if (form.Key == "contract" && world.Facts.Any(f => f.Links.Values.Contains(fact))) continue;
                    var actor = world.As(who);
                    var where = $"{who.Name} {form.Key} {fact.Relation}";
                    var deletes = world.Oracle.Answer(who, fact, Operation.Delete);
                    var restores = world.Oracle.Answer(who, fact with { Deleted = false }, Operation.Delete);
                    if (fact.Deleted)
                    {
                        Same(where + " delete", "notfound", await Outcome(() => world.Platform.Records.Delete(actor, form, fact.Id)));
                        Same(where + " restore", restores, await Outcome(() => world.Platform.Records.Restore(actor, form, fact.Id)));
                        if (restores == "ok") await world.Platform.Records.Delete(world.Host.Admin, form, fact.Id);
                        continue;
                    }
                    Same(where + " restore", "notfound", await Outcome(() => world.Platform.Records.Restore(actor, form, fact.Id)));
                    Same(where + " delete", deletes, await Outcome(() => world.Platform.Records.Delete(actor, form, fact.Id)));
                    if (deletes == "ok") await world.Platform.Records.Restore(world.Host.Admin, form, fact.Id);
                }
        Report();
    }

    [Theory, OnSqlite]
    public async Task The_interface_exports_and_bulk_pages_answer_as_the_roles_say(DatabaseKind kind)
    {
        await using var world = await World.Make(kind);
        foreach (var who in world.People)
        {
            var browser = await world.Host.SignIn(who.Id);
            foreach (var form in world.TheApp.Forms)
            {
                var actor = world.As(who);
                var caller = await Caller.Of(world.Host, who.Id);
                var root = $"/api/v1/{World.App}/{form.Key}";
                var where = $"{who.Name} {form.Key}";
                var all = world.Facts.Where(f => f.Form == form.Key).ToList();
                var seen = all.Where(f => world.Oracle.Answer(who, f, Operation.View) == "ok").ToList();
                var may = world.Oracle.Form(who, form.Key, Operation.View);

                var list = await caller.Get(root + "?limit=500&fields=id&count=true");
                Same($"{where} api list", may ? string.Join(',', seen.Select(f => f.Id).Order()) : "404", list.Status == 200 ? string.Join(',', list.Items.Select(i => (long)i!["id"]!).Order()) : $"{list.Status}");
                Same($"{where} api create", !may ? "404" : world.Oracle.Form(who, form.Key, Operation.Create) ? "422" : "403", $"{(await caller.Post(root, new JsonObject { ["no_such_field"] = 1 })).Status}");
                Same($"{where} export", world.Oracle.Answer(who, form.Key, Operation.Export) is var export and not "ok" ? export : $"{seen.Count(f => world.Oracle.May(who, f, Operation.Export))}",
                    await Outcome(async () => $"{(await world.Platform.Exports.Export(actor, form, new ExportRequest { Columns = [SystemFields.CreatedAt], Format = ExportFormat.Csv })).Export.Rows}"));
                foreach (var (what, operation) in new[] { ("field", Operation.Edit), ("owner", Operation.Assign), ("delete", Operation.Delete) })
                    Same($"{where} bulk {what}", !may ? "404" : world.Oracle.Form(who, form.Key, Operation.Bulk) && world.Oracle.Form(who, form.Key, operation) ? "200" : "403", $"{(await browser.Post($"/app/{World.App}/{form.Key}/bulk/{what}/ask")).Status}");
                foreach (var fact in world.Cases(who, form))
                {
                    var (view, edit, delete) = (world.Oracle.Answer(who, fact, Operation.View), world.Oracle.Answer(who, fact, Operation.Edit), world.Oracle.Answer(who, fact, Operation.Delete));
                    Same($"{where} {fact.Relation} api get", Status(view, 200), $"{(await caller.Get($"{root}/{fact.Id}")).Status}");
                    Same($"{where} {fact.Relation} api history", Status(view, 200), $"{(await caller.Get($"{root}/{fact.Id}/history")).Status}");
                    Same($"{where} {fact.Relation} api change", Status(edit, 422), $"{(await caller.Patch($"{root}/{fact.Id}", new JsonObject { ["no_such_field"] = 1 }, "*")).Status}");
                    Same($"{where} {fact.Relation} api delete", Status(delete, 412), $"{(await caller.Delete($"{root}/{fact.Id}", "\"99\"")).Status}");
                }
            }
        }
        Report();

        static string Status(string answer, int fine) => answer switch { "ok" => $"{fine}", "forbidden" => "403", _ => "404" };
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Both_shapes_of_a_list_give_the_same_pages(DatabaseKind kind)
    {
        await using var world = await World.Make(kind);
        foreach (var who in world.People)
            foreach (var form in world.TheApp.Forms)
            {
                var access = FormAccess.Of(world.As(who), form);
                if (!access.Can(Operation.View)) continue;
                var seen = world.Facts.Where(f => f.Form == form.Key && world.Oracle.Answer(who, f, Operation.View) == "ok").Select(f => f.Id).Order().ToList();
                foreach (var descending in new[] { true, false })
                {
                    var narrow = await Pages(world, access, narrow: true, descending);
                    var wide = await Pages(world, access, narrow: false, descending);
                    Same($"{who.Name} {form.Key} order {descending}", string.Join(',', wide), string.Join(',', narrow));
                    Same($"{who.Name} {form.Key} rows {descending}", string.Join(',', seen), string.Join(',', narrow.Order()));
                }
            }
        Report();
    }

    private static Task<List<long>> Pages(World world, FormAccess access, bool narrow, bool descending) => world.Platform.Database.Read(async session =>
    {
        var joins = new JoinPlan();
        var context = new ConditionContext(access.Actor, world.Platform.Clock.GetUtcNow().UtcDateTime, joins);
        var created = joins.Operand(access.Form[SystemFields.CreatedAt]);
        var live = new Predicate.Empty(joins.Operand(access.Form[SystemFields.DeletedAt]));
        var scope = RowAccess.Scope(access, Operation.View, context, JoinPlan.Root, narrow);
        Sort[] order = [new(created, descending, Nullable: false), new(JoinPlan.Id(JoinPlan.Root), descending, Nullable: false)];
        var rows = new List<long>();
        for (IReadOnlyList<object?>? after = null; ;)
        {
            var select = new Select(access.Form.Table, JoinPlan.Root, [JoinPlan.Id(JoinPlan.Root), created], joins.Joins, live, scope, order, after, 7);
            var page = await session.Query(QueryWriter.Select(session.Dialect, select), r => (Id: r.Long(0), At: r.Value(1, ColumnType.Moment, 0)));
            rows.AddRange(page.Select(p => p.Id));
            if (page.Count < 7) return rows;
            after = [page[^1].At, page[^1].Id];
        }
    });

    private static bool Seen(World world, Person who, long contract) => world.Oracle.Answer(who, world.Facts.First(f => f.Id == contract), Operation.View) == "ok";

    private static IEnumerable<(Field, object?)> Links(World world, Form form, IEnumerable<Fact> facts) =>
        form.Find("contract") is { } link && link.Type.LinkedForm(link) is not null ? facts.SelectMany(f => f.Links.Values).Select(l => (link, (object?)l.Id)) : [];

    private static string Groups(IEnumerable<long?> departments) => string.Join(' ', departments.GroupBy(d => d).Select(g => $"{g.Key}:{g.Count()}").Order(StringComparer.Ordinal));

    private static async Task<string> Outcome<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask() is string text ? text : "ok";
        }
        catch (ProblemException refused)
        {
            return Kind(refused.Problem);
        }
    }

    /// <summary>What is refused for its content has passed every question of rights.</summary>
    private static string Kind(Problem problem) => problem.Kind switch
    {
        ProblemKind.NotFound => "notfound",
        ProblemKind.Forbidden => "forbidden",
        _ => "ok",
    };

    private void Same(string what, string expected, string found)
    {
        asked++;
        if (expected != found) wrong.Add($"{what}: expected {Cut(expected)}, was {Cut(found)}");
    }

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200] + "…";

    private void Report()
    {
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked}:\n{string.Join('\n', wrong.Take(40))}");
        Assert.InRange(asked, 500, int.MaxValue);
    }
}
