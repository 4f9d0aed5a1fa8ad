using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Exchange;

public sealed class UndoTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task New_records_go_to_the_bin_and_changed_ones_get_their_old_values(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var old = await depot.Add(depot.Partner, ("name", "甲公司"), ("code", "A1"), ("size", 1m), ("note", "旧"));
        var batch = await depot.Import(depot.Partner, Depot.Sheet(["编码", "公司名称", "人数"], ["A1", "甲公司", 2m], ["A2", "乙公司", 3m], ["A1", "甲公司", 4m], ["A2", "乙公司", 5m]), ImportMode.Both, "code");
        Assert.Equal((1L, 3L), (batch.Import.Created, batch.Import.Updated));
        var undone = await Undo(depot, batch);
        Assert.Equal((BatchState.Undone, 4L, 0L), (undone.State, undone.Import.Undone, undone.Import.Left));
        var left = Assert.Single(await depot.All(depot.Partner));
        Assert.Equal((old.Id, 1m, "旧"), (left.Id, left["size"], left["note"]));
        Assert.Equal(1, await depot.Query.Count(depot.As(Depot.Chief), new ListQuery(depot.Partner) { Bin = true }));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_somebody_changed_since_stays_and_is_reported(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        foreach (var code in new[] { "A1", "A2" }) await depot.Add(depot.Partner, ("name", "老" + code), ("code", code), ("size", 1m), ("note", "旧"));
        var batch = await depot.Import(depot.Partner, Depot.Sheet(["编码", "公司名称", "人数", "备注"], ["A1", "老A1", 2m, "新"], ["A2", "老A2", 2m, "新"], ["A3", "新A3", 2m, "新"], ["A4", "新A4", 2m, "新"]), ImportMode.Both, "code");
        var all = (await depot.All(depot.Partner)).ToDictionary(p => (string)p["code"]!);
        await depot.Records.Save(depot.As(Depot.Chief), new Draft(depot.Partner) { Id = all["A1"].Id }.Set("size", 9m));
        await depot.Records.Save(depot.As(Depot.Chief), new Draft(depot.Partner) { Id = all["A3"].Id }.Set("note", "改过"));
        var undone = await Undo(depot, batch);
        Assert.Equal((3L, 1L), (undone.Import.Undone, undone.Import.Left));
        var now = (await depot.All(depot.Partner)).ToDictionary(p => (string)p["code"]!);
        Assert.Equal(["A1", "A2", "A3"], now.Keys.Order());
        Assert.Equal((9m, "旧"), (now["A1"]["size"], now["A1"]["note"]));
        Assert.Equal((1m, "旧"), (now["A2"]["size"], now["A2"]["note"]));
        Assert.Equal("改过", now["A3"]["note"]);
        var reasons = await depot.Imports.LeftByUndo(depot.As(Depot.Chief), depot.App, batch.Id);
        Assert.Equal([2, 4], reasons.Select(r => r.Row));
        Assert.Contains("人数", reasons[0].Message.Zh);
        Assert.Contains("王岚", reasons[1].Message.Zh);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Line_items_come_back_as_they_were(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await depot.Import(depot.Deal, Depot.Sheet(["名称", "明细.产品", "明细.数量"], ["一", "铣床", 1m], [null, "车床", 2m]));
        var deal = Assert.Single(await depot.All(depot.Deal));
        var batch = await depot.Import(depot.Deal, Depot.Sheet(["记录 ID", "明细.产品", "明细.数量"], [deal.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "磨床", 5m]), ImportMode.Update, "id");
        Assert.Equal(1, batch.Import.Updated);
        Assert.Equal(["磨床"], (await depot.All(depot.Deal))[0].Lines(depot.Deal["items"]).Select(l => l["what"]));
        await Undo(depot, batch);
        Assert.Equal([("铣床", 1m), ("车床", 2m)], (await depot.All(depot.Deal))[0].Lines(depot.Deal["items"]).Select(l => ((string)l["what"]!, (decimal)l["qty"]!)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_import_is_undone_once_and_only_by_who_made_it(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Import(depot.Partner, Depot.Sheet(["公司名称"], ["甲公司"]));
        var other = await Assert.ThrowsAsync<ProblemException>(() => depot.Imports.Undo(depot.As(Depot.Clerk), depot.App, batch.Id));
        Assert.Equal(ProblemKind.NotFound, other.Problem.Kind);
        await Undo(depot, batch);
        var again = await Assert.ThrowsAsync<ProblemException>(() => depot.Imports.Undo(depot.As(Depot.Chief), depot.App, batch.Id));
        Assert.Equal("import.nothing_to_undo", again.Problem.Code);
    }

    private static async Task<Batch> Undo(Depot depot, Batch batch)
    {
        await depot.Imports.Undo(depot.As(Depot.Chief), depot.App, batch.Id);
        await depot.RunAll();
        return await depot.Imports.Progress(depot.As(Depot.Chief), depot.App, batch.Id);
    }
}
