using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Apps;

/// <summary>A new version of an app leaves every stored value in its place and gives the records that are there what it newly asks of them.</summary>
public sealed class PublishingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task New_formulas_sums_numbers_and_keys_get_values_for_the_records_that_are_there(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop());
        var made = await Fill(desk, 7, 130);
        await desk.Records.Delete(desk.Actor(Desk.Admin), desk.Form("sale"), made[3].Id);
        await desk.Publish(a => a
            .Add("sale", "no auto_number \"parts\": [{ \"text\": \"S\" }, { \"digits\": 4 }], \"reset\": \"never\"", "total formula \"formula\": \"qty * price\", \"result\": \"money\"")
            .Add("firm", "sold rollup \"form\": \"sale\", \"by\": \"firm\", \"how\": \"sum\", \"field\": \"total\"", "large formula \"formula\": \"IF(sold > 1000, \\\"large firm\\\", \\\"small firm\\\")\", \"result\": \"text\"")
            .Put("firm", "name company"));
        var sales = await All(desk, "sale");
        Assert.Equal(130, sales.Count);
        Assert.All(sales, s => Assert.Equal((decimal)s["qty"]! * (decimal)s["price"]!, s["total"]));
        Assert.Equal(Enumerable.Range(1, 130).Select(n => $"S{n:D4}"), sales.OrderBy(s => s.Id).Select(s => (string)s["no"]!));
        foreach (var firm in await All(desk, "firm"))
        {
            var sum = sales.Where(s => (long)s["firm"]! == firm.Id && !s.Deleted).Sum(s => (decimal)s["total"]!);
            Assert.Equal((sum, sum > 1000 ? "large firm" : "small firm"), (firm["sold"], firm["large"]));
        }
        var key = await desk.Database.Read(s => s.Query($"select {(Weir.Sql.Schema.SqlName)"name__key"} from {desk.Form("firm").Table} order by {(Weir.Sql.Schema.SqlName)"id"}", r => r.TextOrNull(0)));
        Assert.All(key, k => Assert.NotNull(k));
        Assert.Equal("S0131", (await desk.Create(Desk.Admin, "sale", ("qty", 1m), ("price", 1m)))["no"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_form_is_never_removed_and_of_the_predefined_ones_it_is_said_that_they_are_protected(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (forms, version) = (desk.App.Forms.Select(f => f.Key).ToList(), desk.App.Version);
        string[] predefined = ["lead", "account", "contact", "opportunity", "activity", "task"];
        foreach (var form in forms)
        {
            var refused = (await Assert.ThrowsAsync<ProblemException>(() => desk.Publish(a => Without(a, form)))).Problem;
            // What else the removal breaks, a link or a sum, may be said first; what is refused either way is the removal.
            Assert.Equal(ProblemKind.Invalid, refused.Kind);
            if (refused.Code == "app.loses_data") Assert.Equal((form, predefined.Contains(form) ? "form.protected" : "form.lost"), (refused.Errors.Single().Field, refused.Errors.Single().Code));
            else Assert.Equal("app.invalid", refused.Code);
        }
        await desk.Reopen();
        Assert.Equal((forms.Count, version), (desk.App.Forms.Count, desk.App.Version));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_protected_is_told_from_what_is_only_not_to_be_lost(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Sketch.App("shop", Sketch.Form("item", "name text"), Sketch.Form("lead", "name text") with { Protected = true }, Sketch.Form("note", "name text")));
        var refused = (await Assert.ThrowsAsync<ProblemException>(() => desk.Publish(a => a with { Forms = [a.Forms[0]] }))).Problem;

        Assert.Equal("app.loses_data", refused.Code);
        Assert.Equal([("lead", "form.protected"), ("note", "form.lost")], refused.Errors.Select(e => (e.Field, e.Code)));
        Assert.All(refused.Errors, e => Assert.Contains(e.Field, e.Message.Zh, StringComparison.Ordinal));
        Assert.Equal(3, desk.App.Forms.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_new_formula_says_is_found_in_the_records_that_are_there(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop());
        await Fill(desk, 3, 0);
        Assert.Empty(await Find(desk, "harbour"));
        await desk.Publish(a => a.Add("firm", "place formula \"formula\": \"CONCATENATE(name, \\\" harbour\\\")\", \"result\": \"text\""));
        Assert.Equal(3, (await Find(desk, "harbour")).Count);
        await desk.Publish(a => a.Change("firm", f => f with { Fields = [.. f.Fields.Select(x => x.Key == "place" ? x with { Retired = true } : x)] }));
        Assert.Empty(await Find(desk, "harbour"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_field_becomes_unique_only_when_no_two_records_share_its_value(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop());
        var first = await desk.Create(Desk.Admin, "firm", ("name", "North"), ("code", "A 1"));
        var twin = await desk.Create(Desk.Admin, "firm", ("name", "South"), ("code", "a 1"));
        var version = desk.App.Version;
        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Publish(a => a.Put("firm", "code text \"unique\": true")));
        Assert.Equal(("app.has_twins", "firm.code"), (refused.Problem.Code, Assert.Single(refused.Problem.Errors).Field));
        Assert.Equal(version, desk.App.Version);
        await desk.Change(Desk.Admin, twin, ("code", "B"));
        await desk.Publish(a => a.Put("firm", "code text \"unique\": true"));
        await Twin(() => desk.Create(Desk.Admin, "firm", ("name", "East"), ("code", "A 1")));
        await desk.Publish(a => a.Put("firm", "code text"));
        await desk.Change(Desk.Admin, await desk.Read("firm", first.Id), ("code", "C"));
        var free = await desk.Create(Desk.Admin, "firm", ("name", "East"), ("code", "A 1"));
        await desk.Publish(a => a.Put("firm", "code text \"unique\": true"));
        await Twin(() => desk.Create(Desk.Admin, "firm", ("name", "West"), ("code", "C")));
        await Twin(() => desk.Create(Desk.Admin, "firm", ("name", "West"), ("code", "a 1")));
        Assert.Equal("A 1", (await desk.Read("firm", free.Id))["code"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_field_is_retyped_only_where_every_value_keeps_its_meaning(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop());
        var made = await Fill(desk, 2, 20);
        await desk.Publish(a => a.Put("sale", "qty number \"decimals\": 4").Put("sale", "price text").Put("firm", "name long_text"));
        foreach (var was in made)
        {
            var now = await desk.Read("sale", was.Id);
            Assert.Equal((was["qty"], ((decimal)was["price"]!).ToString("F2")), (now["qty"], now["price"]));
        }
        foreach (var (form, field) in new[] { ("sale", "qty yes_no"), ("sale", "firm text"), ("sale", "firm member"), ("sale", "firm link \"form\": \"sale\""), ("sale", "day datetime"), ("firm", "name tags"), ("firm", "code number") })
        {
            var refused = await Xunit.Record.ExceptionAsync(() => desk.Publish(a => a.Put(form, field))) as ProblemException;
            Assert.True(refused?.Problem is { Code: "app.loses_data", Errors: [{ Code: "field.type_changed" }] }, $"{form}.{field}: {refused?.Problem.Code}");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_filling_that_was_cut_off_is_finished_at_the_next_start(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop());
        await Fill(desk, 2, 12);
        var commits = 0;
        desk.Database.Faults.Arm("commit", () => { if (++commits == 2) throw new IOException("disk full"); });
        await Assert.ThrowsAsync<IOException>(() => desk.Publish(a => a.Add("sale", "total formula \"formula\": \"qty * price\", \"result\": \"money\"")));
        desk.Database.Faults.Disarm();
        Assert.All(await All(desk, "sale"), s => Assert.Null(s["total"]));
        using var next = new AppStore(desk.Database, desk.Ids, desk.Clock);
        await next.Load();
        await next.Resume(desk.Directory);
        Assert.All(await All(desk, "sale"), s => Assert.Equal((decimal)s["qty"]! * (decimal)s["price"]!, s["total"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_saves_by_the_former_version_is_told_and_changes_nothing(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop());
        var former = desk.Form("firm");
        await desk.Publish(a => a.Add("firm", "city text"));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Save(desk.Actor(Desk.Admin), new Draft(former).Set("name", "North")));
        Assert.Equal(("app.changed", ProblemKind.Conflict), (refused.Problem.Code, refused.Problem.Kind));
        Assert.Empty(await All(desk, "firm"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Eight_writers_lose_no_row_while_fields_come_go_and_change(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind, Shop());
        var firm = (await desk.Create(Desk.Admin, "firm", ("name", "North"))).Id;
        using var stop = new CancellationTokenSource();
        var conflicts = 0;
        var writers = Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            var mine = new List<(long Id, decimal Qty)>();
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    mine.Add(((await desk.Create(Desk.Admin, "sale", ("qty", mine.Count + w * 1000m), ("price", 2m), ("firm", firm))).Id, mine.Count + w * 1000m));
                }
                catch (ProblemException conflict) when (conflict.Problem.Code == "app.changed")
                {
                    Interlocked.Increment(ref conflicts);
                }
            }
            return mine;
        })).ToList();
        await Task.Delay(100);
        await desk.Publish(a => a.Add("sale", "total formula \"formula\": \"qty * price\", \"result\": \"money\"").Add("firm", "sold rollup \"form\": \"sale\", \"by\": \"firm\", \"how\": \"sum\", \"field\": \"total\""));
        await desk.Publish(a => a.Put("sale", "qty number \"decimals\": 3").Add("sale", "note text"));
        await desk.Publish(a => a.Put("sale", "note text \"retired\": true").Put("sale", "total formula \"formula\": \"qty * price * 2\", \"result\": \"money\""));
        await desk.Publish(a => a.Put("sale", "price number \"decimals\": 4").Add("sale", "no auto_number \"parts\": [{ \"digits\": 6 }], \"reset\": \"never\""));
        await Task.Delay(100);
        await stop.CancelAsync();
        var kept = (await Task.WhenAll(writers)).SelectMany(m => m).ToDictionary(m => m.Id, m => m.Qty);
        var sales = await All(desk, "sale");
        Assert.Equal(kept.Count, sales.Count);
        Assert.All(sales, s => Assert.Equal((kept[s.Id], kept[s.Id] * 4), (s["qty"], s["total"])));
        Assert.Equal(sales.Count, sales.Select(s => s["no"]).OfType<string>().Distinct().Count());
        Assert.Equal(sales.Sum(s => (decimal)s["total"]!), (await desk.Read("firm", firm))["sold"]);
    }

    internal static AppDefinition Shop() => Sketch.App("shop",
        Sketch.Form("firm", "name text", "code text"),
        Sketch.Form("sale", "qty number \"decimals\": 2", "price money", "firm link \"form\": \"firm\"", "day date"));

    internal static async Task<List<Record>> All(Desk desk, string form)
    {
        var ids = await desk.Database.Read(s => s.Query($"select {(Weir.Sql.Schema.SqlName)"id"} from {desk.Form(form).Table}", r => r.Long(0)));
        return [.. (await desk.Database.Read(s => RecordRows.Read(s, desk.Form(form), ids, lines: true))).Values];
    }

    private static async Task<List<Record>> Fill(Desk desk, int firms, int sales)
    {
        var random = new Random(5);
        var ids = new List<long>();
        for (var i = 0; i < firms; i++) ids.Add((await desk.Create(Desk.Admin, "firm", ("name", $"Firm {i} 有限公司"))).Id);
        var drafts = Enumerable.Range(0, sales).Select(_ => new Draft(desk.Form("sale")).Set("qty", (decimal)random.Next(1, 50)).Set("price", random.Next(1, 9000) / 100m).Set("firm", ids[random.Next(firms)])).ToList();
        return [.. (await desk.Records.SaveMany(desk.Actor(Desk.Admin), drafts)).Select(s => s.Saved!.Record)];
    }

    private static async Task<IReadOnlyList<ListRow>> Find(Desk desk, string words) =>
        (await desk.Query.List(desk.Actor(Desk.Admin), new ListQuery(desk.Form("firm")) { Search = words })).Rows;

    private static async Task Twin(Func<Task> save)
    {
        var refused = await Assert.ThrowsAsync<ProblemException>(save);
        Assert.Equal("field.not_unique", Assert.Single(refused.Problem.Errors).Code);
    }

    private static AppDefinition Without(AppDefinition app, string form) => app with
    {
        Forms = [.. app.Forms.Where(f => f.Key != form)], Roles = [.. app.Roles.Select(r => r with { Forms = r.Forms.Where(p => p.Key != form).ToDictionary() })],
    };
}
