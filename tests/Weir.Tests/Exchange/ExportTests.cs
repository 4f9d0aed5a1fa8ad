using System.Text;
using System.Text.Json;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Exports;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Exchange;

public sealed class ExportTests
{
    [Theory]
    [OnSqlite(ExportFormat.Xlsx, true), OnSqlite(ExportFormat.Csv, false), OnPostgres(ExportFormat.Xlsx, false), OnPostgres(ExportFormat.Csv, true)]
    public async Task What_was_exported_changes_nothing_when_it_is_imported_again(DatabaseKind kind, ExportFormat format, bool chinese)
    {
        await using var depot = await Depot.Open(kind);
        await Fill(depot);
        var (name, content) = await Export(depot, depot.Deal, new() { Format = format, Chinese = chinese, Sort = [new("created_at")] });
        Assert.EndsWith(format == ExportFormat.Csv ? ".csv" : ".xlsx", name, StringComparison.Ordinal);
        var same = await depot.Import(depot.Deal, content, ImportMode.Update, "id", name: name);
        Assert.Equal((3L, 0L, 0L), (same.Import.Unchanged, same.Import.Updated, same.Import.Failed));

        content.Position = 0;
        var copies = await depot.Import(depot.Deal, content, ImportMode.Create, name: name);
        Assert.Equal((3L, 0L), (copies.Import.Created, copies.Import.Failed));
        var all = await depot.All(depot.Deal);
        foreach (var field in depot.Deal.Fields.Where(f => f.Column is not null && !f.System && f.Key != "deal_no"))
            for (var i = 0; i < 3; i++)
                Assert.True(field.Type.Same(all[i][field], all[i + 3][field]), $"{field}: {all[i][field]} is {all[i + 3][field]}");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Filter_order_and_columns_are_those_of_the_list(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await Fill(depot);
        var where = new ConditionDefinition { Field = "amount", Op = "gte", Value = JsonSerializer.SerializeToElement(20) };
        var (_, content) = await Export(depot, depot.Deal, new() { Columns = ["name", "partner.level", "amount"], Where = where, Sort = [new("amount", Descending: true)], Chinese = true });
        Assert.Equal([["名称", "伙伴.级别", "金额"], ["=1+1", "", "30.00"], ["二", "重要客户", "20.50"]], Depot.Cells(content).Select(r => r[1..]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Masked_values_stay_masked_and_hidden_fields_are_absent(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await Fill(depot);
        var (_, content) = await Export(depot, depot.Deal, new() { Chinese = true }, Depot.Masked);
        var cells = Depot.Cells(content);
        Assert.DoesNotContain("底价", cells[0]);
        Assert.DoesNotContain("两倍", cells[0]);
        var amount = Array.IndexOf(cells[0], "金额");
        Assert.All(cells.Skip(1), row => Assert.DoesNotContain(row[amount], c => char.IsDigit(c)));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => depot.Exports.Export(depot.As(Depot.Masked), depot.Deal, new() { Columns = ["secret"] }));
        Assert.Equal("field.unknown", refused.Problem.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_records_that_may_be_exported_are_and_only_by_who_may(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await Fill(depot);
        await depot.Records.Save(depot.As(Depot.Clerk), new Draft(depot.Deal).Set("name", "自己的"));
        var (_, content) = await Export(depot, depot.Deal, new() { Columns = ["name"] }, Depot.Clerk);
        Assert.Equal(["自己的"], Depot.Cells(content).Skip(1).Select(r => r[1]));
        var refused = await Assert.ThrowsAsync<ProblemException>(() => depot.Exports.Export(depot.As(Depot.Reader), depot.Deal, new()));
        Assert.Equal(ProblemKind.Forbidden, refused.Problem.Kind);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_large_export_is_made_in_the_background_and_kept_for_its_maker(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        for (var i = 0; i < 21; i++)
            await depot.Records.SaveMany(depot.As(Depot.Chief), [.. Enumerable.Range(0, 100).Select(n => new Draft(depot.Partner).Set("name", $"公司{i * 100 + n}"))]);
        var batch = await depot.Exports.Export(depot.As(Depot.Chief), depot.Partner, new() { Columns = ["name"], Format = ExportFormat.Csv, Chinese = true });
        Assert.Equal(BatchState.Queued, batch.State);
        await Assert.ThrowsAsync<ProblemException>(() => depot.Exports.Open(depot.As(Depot.Chief), depot.App, batch.Id));
        await depot.RunAll();
        var file = await depot.Exports.Open(depot.As(Depot.Chief), depot.App, batch.Id);
        await using (file.Content) Assert.Equal(2101, Depot.Cells(file.Content, file.Name).Select(r => r[0]).Distinct().Count());
        var other = await Assert.ThrowsAsync<ProblemException>(() => depot.Exports.Open(depot.As(Depot.Clerk), depot.App, batch.Id));
        Assert.Equal(ProblemKind.NotFound, other.Problem.Kind);
        depot.Clock.Advance(TimeSpan.FromDays(8));
        var late = await Assert.ThrowsAsync<ProblemException>(() => depot.Exports.Open(depot.As(Depot.Chief), depot.App, batch.Id));
        Assert.Equal("exchange.file_gone", late.Problem.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_text_that_looks_like_a_formula_is_kept_from_running(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await Fill(depot);
        var (_, content) = await Export(depot, depot.Deal, new() { Columns = ["name"], Format = ExportFormat.Csv });
        Assert.Contains("'=1+1", Encoding.UTF8.GetString(content.ToArray()), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_template_of_a_form_is_filled_in_and_imported(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await Fill(depot);
        var template = new MemoryStream();
        ImportTemplate.Write(depot.As(Depot.Chief), depot.Deal, template, chinese: true, depot.Clock.GetUtcNow().UtcDateTime);
        template.Position = 0;
        var titles = Assert.Single(Depot.Cells(template));
        Assert.DoesNotContain("两倍", titles);
        Assert.Contains("明细.数量", titles);
        var sample = Depot.Cells(template, sheet: "示例");
        Assert.Equal(titles, sample[0]);
        Assert.Contains(Depot.Cells(template, sheet: "填写说明"), r => r[0] == "名称" && r[1] == "必填");

        var row = titles.Select((t, i) => (object?)(t is "伙伴" or "其他伙伴" ? "甲公司" : sample[1].ElementAtOrDefault(i))).ToArray();
        var batch = await depot.Import(depot.Deal, Depot.Sheet([.. titles], row));
        Assert.Equal((1L, 0L), (batch.Import.Created, batch.Import.Failed));
        Assert.All(batch.Import.Columns, c => Assert.NotNull(c.Target));
    }

    private static async Task Fill(Depot depot)
    {
        var partner = await depot.Add(depot.Partner, ("name", "甲公司"), ("code", "A1"), ("level", "a"));
        var twin = await depot.Add(depot.Partner, ("name", "乙公司"), ("code", "A2"));
        await depot.Add(depot.Deal, ("name", "一"), ("amount", 10m), ("secret", "很低"));
        await depot.Add(
            depot.Deal, ("name", "二"), ("partner", partner.Id), ("others", new[] { partner.Id, twin.Id }), ("amount", 20.5m), ("discount", 12.5m), ("rate", 7.123456m), ("kinds", new[] { "x", "y" }),
            ("due", new DateOnly(2026, 12, 31)), ("met", new DateTime(2026, 11, 1, 1, 30, 0, DateTimeKind.Utc)), ("signed", true), ("seller", Depot.Clerk), ("unit", 11L), ("place", "320505"),
            ("secret", "007"), ("state", "won"));
        await depot.Add(depot.Deal, ("name", "=1+1"), ("amount", 30m), ("signed", false));
    }

    private static async Task<(string Name, MemoryStream Content)> Export(Depot depot, Form form, ExportRequest request, long member = Depot.Chief)
    {
        var batch = await depot.Exports.Export(depot.As(member), form, request);
        Assert.Equal(BatchState.Done, batch.State);
        var file = await depot.Exports.Open(depot.As(member), depot.App, batch.Id);
        await using var content = file.Content;
        var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        copy.Position = 0;
        return (file.Name, copy);
    }
}
