using System.Text;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Exchange;

public sealed class ImportTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_sheet_with_titles_in_either_language_becomes_records(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Import(depot.Partner, Depot.Sheet(
            ["客户名称", "Code", "客户级别", "手机号码", "员工人数（人）", "微信"],
            ["苏州恒力机械有限公司", "A1", "重要客户", 13812345678m, 60m, "x"],
            ["Acme Ltd", "A2", "Standard", "0512-66668888", "1,200", null]));
        Assert.Equal((BatchState.Done, 2L, 0L), (batch.State, batch.Import.Created, batch.Import.Failed));
        var partners = await depot.All(depot.Partner);
        Assert.Equal(["苏州恒力机械有限公司", "Acme Ltd"], partners.Select(p => p["name"]));
        Assert.Equal(["a", "b"], partners.Select(p => p["level"]));
        Assert.Equal(["13812345678", "0512-66668888"], partners.Select(p => p["mobile"]));
        Assert.Equal([60m, 1200m], partners.Select(p => p["size"]));
        Assert.All(partners, p => Assert.Equal(Depot.Chief, p["owner"]));
        Assert.Null(batch.Import.Columns[5].Target);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_that_name_no_owner_go_into_the_pool_when_that_is_chosen(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await depot.Apps.Publish(Weir.Engine.Access.Actor.System("test", depot.People), depot.App.Definition with
        {
            Forms = [.. depot.App.Definition.Forms.Select(f => f.Key != "partner" ? f : f with
            {
                Capabilities = new Dictionary<string, System.Text.Json.JsonElement> { ["pool"] = System.Text.Json.JsonDocument.Parse("""{ "pools": [{ "key": "all", "label": { "zh": "公池", "en": "Pool" } }] }""").RootElement },
            })],
        }, depot.App.Version);
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Depot.Sheet(["客户名称", "Code", "负责人"], ["甲公司", "A1", null], ["乙公司", "A2", depot.People.Members[Depot.Chief].Name]), "file.xlsx");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch) with { Fixed = new Dictionary<string, string> { ["owner"] = "-" } });
        await depot.RunAll();

        var partners = await depot.All(depot.Partner);
        Assert.Equal([(null, "all"), (Depot.Chief, null)], partners.Select(p => (p["owner"] as long?, p["pool"] as string)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_rows_that_only_together_break_a_rule_elsewhere_the_one_too_many_is_refused_with_the_reason(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await Budget(depot);
        foreach (var name in new[] { "甲", "乙" }) await depot.Records.Save(depot.As(Depot.Chief), new Draft(depot.Partner).Set("name", name).Set("code", name));
        var rows = Enumerable.Range(1, 60).Select(n => new object?[] { "交易" + n, n % 2 == 0 ? "甲" : "乙", n switch { 20 => 500m, 41 => 200m, 57 => -1m, _ => 1m } }).ToList();

        var batch = await depot.Import(depot.Deal, Depot.Sheet([["名称", "伙伴", "金额"], .. rows]));

        Assert.Equal((BatchState.Done, 57L, 3L), (batch.State, batch.Import.Created, batch.Import.Failed));
        Assert.Equal([29m, 28m], (await depot.All(depot.Partner)).Select(p => p["total"]));
        var errors = await depot.Errors(batch);
        Assert.Equal(["交易20", "交易41", "交易57"], errors.Skip(1).Select(e => e[0]));
        Assert.All(errors.Skip(1).Take(2), e => Assert.Contains("合计不能超过 100。", e[^1], StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_many_that_are_saved_together_one_that_breaks_a_rule_elsewhere_stops_only_itself(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await Budget(depot);
        var partner = (await depot.Records.Save(depot.As(Depot.Chief), new Draft(depot.Partner).Set("name", "甲"))).Record.Id;
        var results = await depot.Records.SaveMany(depot.As(Depot.Chief), [.. Enumerable.Range(0, 7).Select(n => new Draft(depot.Deal).Set("name", "交易" + n).Set("partner", partner).Set("amount", n == 4 ? 99m : 1m))]);
        Assert.Equal([4], results.Select((r, i) => (r.Problem, i)).Where(r => r.Problem is not null).Select(r => r.i));
        Assert.Equal("rule.check", Assert.Single(results[4].Problem!.Errors).Code);
        Assert.Equal(6m, Assert.Single(await depot.All(depot.Partner))["total"]);
    }

    /// <summary>The deals of a partner may come to a hundred, whoever saves what.</summary>
    private static Task Budget(Depot depot) => depot.Apps.Publish(Weir.Engine.Access.Actor.System("test", depot.People), depot.App.Definition with
    {
        Forms = [.. depot.App.Definition.Forms.Select(f => f.Key != "partner" ? f : f with
        {
            Fields = [.. f.Fields, Parse<Weir.Engine.Forms.FieldDefinition>("""{ "key": "total", "type": "rollup", "label": { "zh": "合计", "en": "Total" }, "form": "deal", "by": "partner", "how": "sum", "field": "amount", "result": "money" }""")],
            Rules = [.. f.Rules, Parse<Weir.Engine.Forms.RuleDefinition>("""{ "kind": "check", "formula": "total <= 100", "always": true, "message": { "zh": "合计不能超过 100。", "en": "The total may not exceed 100." } }""")],
        })],
    }, depot.App.Version);

    private static T Parse<T>(string json) => System.Text.Json.JsonSerializer.Deserialize<T>(json, Weir.Engine.Apps.DefinitionJson.Options)!;

    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_above_the_titles_are_passed_over(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Import(depot.Partner, Depot.Sheet(["2026 年客户名单", "", ""], ["制表：王岚", null, null], ["公司名称", "编码", "备注"], ["甲公司", "A1", "好"]));
        Assert.Equal((3, 1L), (batch.Import.HeaderRow, batch.Import.Created));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Wrong_rows_go_into_a_workbook_that_can_be_imported_again(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Import(depot.Partner, Depot.Sheet(
            ["公司名称", "编码", "级别", "人数"],
            ["甲公司", "A1", "重要客户", 1m], [null, "A2", "普通客户", 2m], ["丙公司", "A3", "重要客hu", 3m], ["丁公司", "A4", null, "许多"], ["戊公司", "a1", null, 5m]));
        Assert.Equal((1L, 4L, 5L), (batch.Import.Created, batch.Import.Failed, batch.Import.Handled));
        var errors = await depot.Errors(batch);
        Assert.Equal(["公司名称", "编码", "级别", "人数", "原行号", "出错的列", "未导入原因"], errors[0]);
        Assert.Equal(["", "A2", "普通客户", "2", "3", "公司名称"], errors[1][..6]);
        Assert.Equal("级别", errors[2][5]);
        Assert.Contains("重要客户", errors[2][6]);
        Assert.Equal("人数", errors[3][5]);
        Assert.Equal("编码", errors[4][5]);

        errors[1][0] = "乙公司";
        errors[2][2] = "重要客户";
        errors[3][3] = "4";
        errors[4][1] = "A5";
        var again = await depot.Import(depot.Partner, Depot.Sheet([.. errors.Select(r => r.Cast<object?>().ToArray())]));
        Assert.Equal((4L, 0L), (again.Import.Created, again.Import.Failed));
        Assert.Null(again.Import.Columns[^1].Target);
        Assert.Equal(["A1", "A2", "A3", "A4", "A5"], (await depot.All(depot.Partner)).Select(p => p["code"]).Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_update_the_record_that_their_key_names(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await depot.Add(depot.Partner, ("name", "甲公司"), ("code", "a-1"), ("size", 5m), ("note", "旧"));
        var batch = await depot.Import(depot.Partner, Depot.Sheet(["编码", "人数", "备注"], ["A-1", 6m, null], ["A-9", 1m, null], [null, 2m, null]), ImportMode.Update, "code");
        Assert.Equal((1L, 2L), (batch.Import.Updated, batch.Import.Failed));
        var partner = Assert.Single(await depot.All(depot.Partner));
        Assert.Equal((6m, "旧", "a-1"), (partner["size"], partner["note"], partner["code"]));
        Assert.Contains("A-9", (await depot.Errors(batch))[1][^1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task With_both_a_key_that_comes_twice_makes_one_record_and_changes_it(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await depot.Add(depot.Partner, ("name", "甲公司"), ("code", "A1"));
        var batch = await depot.Import(depot.Partner, Depot.Sheet(["编码", "公司名称", "人数"], ["A1", "甲公司", 1m], ["A2", "乙公司", 2m], ["a2", "乙公司", 3m], [null, "丙公司", 4m]), ImportMode.Both, "code");
        Assert.Equal((2L, 2L, 0L), (batch.Import.Created, batch.Import.Updated, batch.Import.Failed));
        Assert.Equal([1m, 3m, 4m], (await depot.All(depot.Partner)).OrderBy(p => p["size"]).Select(p => p["size"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_empty_cell_clears_only_when_that_was_asked_for(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await depot.Add(depot.Partner, ("name", "甲公司"), ("code", "A1"), ("note", "旧"));
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Depot.Sheet(["编码", "备注", "人数"], ["A1", null, 1m]), "a.xlsx");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch, ImportMode.Update, "code", clear: true));
        await depot.RunAll();
        Assert.Null((await depot.All(depot.Partner))[0]["note"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Links_are_found_by_title_and_what_is_not_one_record_is_named(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var one = await depot.Add(depot.Partner, ("name", "甲、乙公司"), ("code", "A1"));
        var two = await depot.Add(depot.Partner, ("name", "丙公司"), ("code", "A2"));
        foreach (var code in new[] { "A3", "A4" }) await depot.Add(depot.Partner, ("name", "同名公司"), ("code", code));
        var batch = await depot.Import(depot.Deal, Depot.Sheet(
            ["名称", "伙伴", "其他伙伴", "销售", "部门"],
            ["一", "丙公司", "甲、乙公司、丙公司", "李伟", "销售部/华东组"], ["二", "同名公司", null, null, null], ["三", "没有的公司", null, "谁", null], ["四", "#" + one.Id, null, "ann@example.com", null]));
        Assert.Equal((2L, 2L), (batch.Import.Created, batch.Import.Failed));
        var deals = await depot.All(depot.Deal);
        Assert.Equal((two.Id, Depot.Clerk, 11L), (deals[0]["partner"], deals[0]["seller"], deals[0]["unit"]));
        Assert.Equal([one.Id, two.Id], (long[])deals[0]["others"]!);
        Assert.Equal((one.Id, Depot.Reader), (deals[1]["partner"], deals[1]["seller"]));
        var errors = await depot.Errors(batch);
        Assert.Contains("同名公司", errors[1][^1]);
        Assert.Contains("没有的公司", errors[2][^1]);
        Assert.Contains("谁", errors[2][^1]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rows_that_only_add_line_items_belong_to_the_record_above(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Import(depot.Deal, Depot.Sheet(
            ["名称", "金额", "明细.产品", "明细.数量"],
            ["一", 10m, "铣床", 1m], [null, null, "车床", 2m], ["二", 20m, "磨床", 3m], ["二", 20m, "钻床", 0m], ["三", 30m, null, null]));
        Assert.Equal((2L, 2L), (batch.Import.Created, batch.Import.Failed));
        var deals = await depot.All(depot.Deal);
        Assert.Equal(["铣床", "车床"], deals[0].Lines(depot.Deal["items"]).Select(l => l["what"]));
        var errors = await depot.Errors(batch);
        Assert.Equal(["4", "5"], errors.Skip(1).Select(e => e[4]));
        Assert.Contains("5", errors[1][^1]);
        Assert.Equal("明细.数量", errors[2][5]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Text_tables_in_GB18030_are_read(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var batch = await depot.Import(depot.Partner, Depot.Csv("公司名称,编码,手机\r\n上海喆犇龘科技有限公司,007,13812345678\r\n", Encoding.GetEncoding("GB18030")), name: "名单.csv");
        Assert.Equal(1, batch.Import.Created);
        var partner = Assert.Single(await depot.All(depot.Partner));
        Assert.Equal(("上海喆犇龘科技有限公司", "007"), (partner["name"], partner["code"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_preview_tells_what_would_happen_and_changes_nothing(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Depot.Sheet(["公司名称", "编码", "微信"], ["甲公司", "A1", "x"], [null, "A2", null], ["丙公司", "a1", null]), "a.xlsx");
        var preview = await depot.Imports.Preview(depot.As(Depot.Chief), depot.App, batch.Id, Depot.Guessed(batch));
        Assert.Equal(["微信"], preview.Unmapped);
        Assert.Empty(preview.Missing);
        Assert.Empty(preview.Rows[0].Errors);
        Assert.Equal("field.required", Assert.Single(preview.Rows[1].Errors).Code);
        var twin = Assert.Single(preview.Rows[2].Errors);
        Assert.Equal(("import.twin_row", "编码", 4), (twin.Code, twin.Column, twin.Row));
        Assert.Contains("2", twin.Message.Zh);
        Assert.Equal(0, await depot.Count(depot.Partner));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_a_person_mapped_before_is_guessed_the_next_time(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var first = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Depot.Sheet(["公司名称", "暗号", "人数"], ["甲公司", "A1", 1m]), "a.xlsx");
        await depot.Imports.Start(depot.As(Depot.Chief), depot.App, first.Id, new(new Dictionary<int, string> { [0] = "name", [1] = "code" }, ImportMode.Create));
        var next = await depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Depot.Sheet(["暗号", "人数", "公司名称"], ["A2", 1m, "乙公司"]), "b.xlsx");
        Assert.Equal(["code", null, "name"], next.Import.Columns.Select(c => c.Target));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_file_that_is_no_table_is_refused_and_not_kept(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Depot.Csv("<html><table></table>"), "a.xlsx"));
        Assert.Equal(("sheet.html", ProblemKind.Invalid), (refused.Problem.Code, refused.Problem.Kind));
        var empty = await Assert.ThrowsAsync<ProblemException>(() => depot.Imports.Upload(depot.As(Depot.Chief), depot.Partner, Depot.Sheet(["公司名称"]), "a.xlsx"));
        Assert.Equal("import.no_rows", empty.Problem.Code);
        Assert.Empty(await depot.Imports.Mine(depot.As(Depot.Chief), depot.App));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_who_may_import_may_and_nobody_sees_the_imports_of_others(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => depot.Imports.Upload(depot.As(Depot.Reader), depot.Partner, Depot.Sheet(["公司名称"], ["甲"]), "a.xlsx"));
        Assert.Equal(ProblemKind.Forbidden, refused.Problem.Kind);
        var batch = await depot.Import(depot.Partner, Depot.Sheet(["公司名称"], ["甲公司"]));
        var other = await Assert.ThrowsAsync<ProblemException>(() => depot.Imports.Progress(depot.As(Depot.Clerk), depot.App, batch.Id));
        Assert.Equal(ProblemKind.NotFound, other.Problem.Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hidden_and_computed_fields_cannot_be_imported(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var batch = await depot.Imports.Upload(depot.As(Depot.Clerk), depot.Deal, Depot.Sheet(["名称", "底价", "两倍", "金额"], ["一", "9", 7m, 5m]), "a.xlsx");
        Assert.Equal(["name", null, "double", "amount"], batch.Import.Columns.Select(c => c.Target));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => depot.Imports.Start(depot.As(Depot.Clerk), depot.App, batch.Id, new(new Dictionary<int, string> { [0] = "name", [1] = "secret" }, ImportMode.Create)));
        Assert.Equal("import.no_target", Assert.Single(refused.Problem.Errors).Code);
        await depot.Imports.Start(depot.As(Depot.Clerk), depot.App, batch.Id, Depot.Guessed(batch));
        await depot.RunAll();
        var deal = Assert.Single(await depot.All(depot.Deal));
        Assert.Equal((10m, null), (deal["double"], deal["secret"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_finds_no_record_that_the_person_may_not_see(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await depot.Add(depot.Partner, ("name", "甲公司"), ("code", "A1"), ("size", 1m));
        var batch = await depot.Import(depot.Partner, Depot.Sheet(["编码", "人数"], ["A1", 9m]), ImportMode.Update, "code", Depot.Clerk);
        Assert.Equal((0L, 1L), (batch.Import.Updated, batch.Import.Failed));
        Assert.Equal(1m, (await depot.All(depot.Partner))[0]["size"]);
    }
}
