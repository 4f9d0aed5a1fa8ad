using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Exchange;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Exports;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Engine.Search;
using Weir.Sql.Sessions;
using Weir.Tests.Exchange;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Apps;

/// <summary>A form that a member makes (the inquiry of a made-to-order business) is no second-class one: it does what the forms of the template do, beside them.</summary>
public sealed class InquiryTests
{
    internal const string Inquiry = """
        {
          "key": "inquiry", "label": {"zh":"询价","en":"Inquiries"}, "group": "sales", "icon": "calculator", "title": "inquiry_no",
          "fields": [
            {"key":"inquiry_no","type":"auto_number","label":{"zh":"询价单号","en":"No."},"parts":[{"text":"XJ"},{"date":"yyyyMM"},{"digits":4}],"reset":"month"},
            {"key":"opportunity","type":"link","label":{"zh":"商机","en":"Opportunity"},"form":"opportunity","required":true},
            {"key":"account","type":"link","label":{"zh":"客户","en":"Account"},"form":"account","required":true},
            {"key":"items","type":"lines","label":{"zh":"询价明细","en":"Items"},"required":true,"fields":[
              {"key":"name","type":"text","label":{"zh":"名称","en":"Name"},"required":true},
              {"key":"spec","type":"text","label":{"zh":"规格","en":"Spec"}},
              {"key":"qty","type":"number","label":{"zh":"数量","en":"Quantity"},"required":true,"min":0},
              {"key":"target_price","type":"money","label":{"zh":"目标价","en":"Target price"}},
              {"key":"cost_quote","type":"money","label":{"zh":"成本报价","en":"Cost"}},
              {"key":"cost_amount","type":"formula","label":{"zh":"成本金额","en":"Cost amount"},"formula":"qty * cost_quote","result":"money"}
            ]},
            {"key":"tech_params","type":"long_text","label":{"zh":"技术参数","en":"Technical parameters"}},
            {"key":"tech_files","type":"file","label":{"zh":"图纸","en":"Drawings"}},
            {"key":"feasibility","type":"radio","label":{"zh":"可行性","en":"Feasibility"},"options":[
              {"key":"yes","label":{"zh":"可行","en":"Feasible"}},{"key":"change","label":{"zh":"需修改","en":"Needs changes"}},{"key":"no","label":{"zh":"不可行","en":"Not feasible"}}]},
            {"key":"cost_total","type":"formula","label":{"zh":"成本合计","en":"Total cost"},"formula":"SUM(items.cost_amount)","result":"money"},
            {"key":"lead_time_days","type":"number","label":{"zh":"交期（天）","en":"Lead time (days)"},"decimals":0,"min":0},
            {"key":"valid_to","type":"date","label":{"zh":"有效期","en":"Valid until"}}
          ],
          "rules": [{"kind":"fill","link":"opportunity","map":{"account":"account"}}],
          "views": [{"key":"open","label":{"zh":"待核价","en":"To be costed"},"where":{"field":"cost_total","op":"is","value":0},"columns":[{"field":"inquiry_no"},{"field":"account"},{"field":"opportunity.stage"}]}]
        }
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task It_is_made_filled_in_computed_listed_found_and_kept_apart_by_rights(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var opportunity = await WithInquiry(desk);
        Assert.Equal(22, desk.App.Forms.Count);
        Assert.Equal(22, desk.Form("inquiry").No);
        var made = await Make(desk, Desk.Rep, opportunity.Id, 2m, 1m);
        Assert.Equal(("XJ2026110001", opportunity["account"], 0m), (made["inquiry_no"], made["account"], made["cost_total"]));
        var costed = await Cost(desk, Desk.Commercial, made, 300_000m, 80_000m);
        Assert.Equal(680_000m, costed["cost_total"]);
        Assert.Equal([600_000m, 80_000m], costed.Lines(costed.Form["items"]).Select(l => l["cost_amount"]));

        var seen = await desk.Read("inquiry", made.Id, Desk.Rep);
        Assert.Null(seen["cost_total"]);
        Assert.All(seen.Lines(seen.Form["items"]), l => Assert.Equal((null, null), (l["cost_quote"], l["cost_amount"])));
        Assert.Equal(680_000m, (await desk.Read("inquiry", made.Id, Desk.Commercial))["cost_total"]);
        Assert.Equal(ProblemKind.Forbidden, (await Assert.ThrowsAsync<ProblemException>(() => desk.Change(Desk.Delivery, costed, ("lead_time_days", 30m)))).Problem.Kind);
        Assert.Equal(ProblemKind.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => desk.Read("inquiry", made.Id, Desk.SouthRep))).Problem.Kind);
        var hidden = await Assert.ThrowsAsync<ProblemException>(() => List(desk, Desk.Rep, ["inquiry_no"], Where("cost_total", "gt", 1)));
        Assert.Equal("field.unknown", hidden.Problem.Code);

        Assert.Equal([["XJ2026110001", 680_000m, "苏州恒力精密机械有限公司"]], await List(desk, Desk.Commercial, ["inquiry_no", "cost_total", "account.name"], Where("opportunity.name", "contains", "智能")));
        Assert.Empty(await List(desk, Desk.SouthRep, ["inquiry_no"], null));
        var search = new GlobalSearch(desk.Database, desk.Query, desk.Clock);
        Assert.Contains(await search.Find(desk.Actor(Desk.Rep), desk.App, "XJ2026110001"), h => h.Form.Key == "inquiry" && h.Id == made.Id);
        Assert.Empty(await search.Find(desk.Actor(Desk.SouthRep), desk.App, "XJ2026110001"));

        var without = await Assert.ThrowsAsync<ProblemException>(() => desk.Create(Desk.Rep, "inquiry", ("feasibility", "yes")));
        Assert.Equal(["account", "items", "opportunity"], without.Problem.Errors.Select(e => e.Field).Order(StringComparer.Ordinal));
        await desk.Records.Delete(desk.Actor(Desk.Admin), opportunity.Form, opportunity.Id);
        await Assert.ThrowsAsync<ProblemException>(() => desk.Read("inquiry", made.Id));
        await desk.Records.Restore(desk.Actor(Desk.Admin), opportunity.Form, opportunity.Id);
        Assert.Equal(680_000m, (await desk.Read("inquiry", made.Id))["cost_total"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task It_has_a_template_is_imported_and_exported(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var opportunity = await WithInquiry(desk);
        var folder = System.IO.Directory.CreateTempSubdirectory("weir-inquiry-").FullName;
        var context = new ExchangeContext(desk.Database, desk.Apps, desk.Records, desk.Query, desk.Ids, desk.Clock, () => desk.Directory, new ExchangeFiles(folder));
        var (imports, exports, commercial) = (new Importer(context), new Exporter(context), desk.Actor(Desk.Commercial));

        var template = new MemoryStream();
        ImportTemplate.Write(commercial, desk.Form("inquiry"), template, chinese: true, desk.Clock.Now.UtcDateTime);
        template.Position = 0;
        var titles = Depot.Cells(template)[0];
        Assert.Contains(titles, t => t.StartsWith("询价明细.成本报价", StringComparison.Ordinal));
        Assert.DoesNotContain(titles, t => t.StartsWith("成本合计", StringComparison.Ordinal));
        var forRep = new MemoryStream();
        ImportTemplate.Write(desk.Actor(Desk.Manager), desk.Form("inquiry"), forRep, chinese: true, desk.Clock.Now.UtcDateTime);
        forRep.Position = 0;
        Assert.DoesNotContain(Depot.Cells(forRep)[0], t => t.Contains("成本", StringComparison.Ordinal));

        var sheet = Depot.Sheet(["商机", "可行性", "询价明细.名称", "询价明细.数量", "询价明细.成本报价"], ["智能装配线项目", "可行", "机架", 2m, 100m], ["", "", "电柜", 1m, 50m]);
        var batch = await imports.Upload(commercial, desk.Form("inquiry"), sheet, "inquiries.xlsx");
        await imports.Start(commercial, desk.App, batch.Id, Depot.Guessed(batch));
        await Run(context, desk);
        var done = await imports.Progress(commercial, desk.App, batch.Id);
        Assert.Equal((1L, 0L), (done.Import.Created, done.Import.Failed));

        var export = await exports.Export(commercial, desk.Form("inquiry"), new ExportRequest { Columns = ["inquiry_no", "opportunity", "feasibility", "cost_total"], Chinese = true });
        var file = new MemoryStream();
        await using (var stream = (await exports.Open(commercial, desk.App, export.Id)).Content) await stream.CopyToAsync(file);
        file.Position = 0;
        Assert.Equal(["XJ2026110001", "智能装配线项目", "可行", "250.00"], Depot.Cells(file)[1][^4..]);
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Several_apps_live_side_by_side_and_know_nothing_of_each_other(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var opportunity = await WithInquiry(desk);
        var mine = await Make(desk, Desk.Rep, opportunity.Id, 1m, 1m);
        var other = await desk.Apps.Install(desk.Actor(Desk.Admin), Template.Load("l2c") with { Key = "copy", Label = ("另一个", "Another") });
        Assert.Equal(["copy", "l2c"], desk.Apps.Current.Keys.Order(StringComparer.Ordinal));
        Assert.Null(other.Find("inquiry"));
        Assert.Equal(ProblemKind.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Save(desk.Actor(Desk.Rep), new Draft(other["account"]).Set("name", "x")))).Problem.Kind);
        var twin = (await desk.Records.Save(desk.Actor(Desk.Admin), new Draft(other["account"]).Set("name", "苏州恒力精密机械有限公司").Set("scale", "smb"))).Record;
        Assert.Equal("KH20261100001", twin["account_no"]);
        Assert.Single(await List(desk, Desk.Admin, ["account_no"], null, other["account"]));
        await Assert.ThrowsAsync<ProblemException>(() => desk.Query.Get(desk.Actor(Desk.Admin), other["account"], (long)opportunity["account"]!));
        await Assert.ThrowsAsync<ProblemException>(() => desk.Records.Save(desk.Actor(Desk.Admin), new Draft(other["contact"]).Set("name", "甲").Set("mobile", "13800000000").Set("account", (long)opportunity["account"]!)));
        var search = new GlobalSearch(desk.Database, desk.Query, desk.Clock);
        Assert.Equal([twin.Id], (await search.Find(desk.Actor(Desk.Admin), other, "恒力")).Select(h => h.Id));
        await desk.Apps.Publish(desk.Actor(Desk.Admin), other.Definition.Add("account", "extra text"), other.Version);
        Assert.Null(desk.Form("account").Find("extra"));
        Assert.Equal("XJ2026110001", (await desk.Read("inquiry", mine.Id))["inquiry_no"]);
    }

    [Theory, OnPostgres]
    public async Task A_second_process_sees_what_the_first_has_published(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        await using var second = await Desk.Attach(desk.Storage.Setting, "l2c");
        Assert.Null(second.App.Find("inquiry"));
        var opportunity = await WithInquiry(desk);
        Assert.True(await Eventually.Holds(() => second.App.Find("inquiry") is not null));
        Assert.Equal(desk.App.Version, second.App.Version);
        var made = await Make(second, Desk.Rep, opportunity.Id, 1m, 3m);
        Assert.Equal("XJ2026110001", (await desk.Read("inquiry", made.Id))["inquiry_no"]);
        var stale = await Assert.ThrowsAsync<ProblemException>(() => second.Apps.Publish(second.Actor(Desk.Admin), second.App.Definition, second.App.Version - 1));
        Assert.Equal("app.stale", stale.Problem.Code);
    }

    /// <summary>Publishes the form into lead to cash, with rights for those who cost and hidden costs for those who sell; makes an opportunity to ask for.</summary>
    private static async Task<Record> WithInquiry(Desk desk)
    {
        var form = JsonSerializer.Deserialize<FormDefinition>(Inquiry, DefinitionJson.Options)!;
        await desk.Publish(a => a with
        {
            Forms = [.. a.Forms, form],
            Roles = [.. a.Roles.Select(r => Rights(r.Key) is { } rights ? r with { Forms = new Dictionary<string, PermissionDefinition>(r.Forms) { ["inquiry"] = rights } } : r)],
        });
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"), ("scale", "smb"));
        return await desk.Create(Desk.Rep, "opportunity", ("name", "智能装配线项目"), ("account", account.Id), ("amount", 1_000_000m));
    }

    private static PermissionDefinition? Rights(string role)
    {
        var costs = new Dictionary<string, FieldRight> { ["cost_total"] = FieldRight.Hidden, ["items.cost_quote"] = FieldRight.Hidden, ["items.cost_amount"] = FieldRight.Hidden };
        Operation[] all = [Operation.View, Operation.Create, Operation.Edit, Operation.Import, Operation.Export];
        return role switch
        {
            "sales_rep" => new() { Grants = [new() { Can = [Operation.View, Operation.Create, Operation.Edit], Level = AccessLevel.Collaborators }], Fields = costs },
            "sales_manager" => new() { Grants = [new() { Can = all, Level = AccessLevel.Team }], Fields = costs },
            "commercial" => new() { Grants = [new() { Can = all, Level = AccessLevel.All }] },
            "delivery" => new() { Grants = [new() { Can = [Operation.View], Level = AccessLevel.All }] },
            _ => null,
        };
    }

    private static async Task<Record> Make(Desk desk, long member, long opportunity, params decimal[] quantities)
    {
        var draft = new Draft(desk.Form("inquiry")).Set("opportunity", opportunity);
        draft.Lines["items"] = [.. quantities.Select((q, i) => new DraftLine(null, new Dictionary<string, object?> { ["name"] = "件 " + i, ["qty"] = q }))];
        return (await desk.Records.Save(desk.Actor(member), draft)).Record;
    }

    private static async Task<Record> Cost(Desk desk, long member, Record inquiry, params decimal[] costs)
    {
        var draft = new Draft(inquiry.Form) { Id = inquiry.Id, SeenVersion = inquiry.Version };
        draft.Lines["items"] = [.. inquiry.Lines(inquiry.Form["items"]).Select((l, i) => new DraftLine(l.Id, new Dictionary<string, object?> { ["cost_quote"] = costs[i] }))];
        return (await desk.Records.Save(desk.Actor(member), draft)).Record;
    }

    private static ConditionDefinition Where(string field, string op, object value) => new() { Field = field, Op = op, Value = JsonSerializer.SerializeToElement(value) };

    private static async Task<object?[][]> List(Desk desk, long member, string[] columns, ConditionDefinition? where, Form? form = null)
    {
        form ??= desk.Form("inquiry");
        var query = new ListQuery(form) { Columns = [.. columns.Select(c => FieldPath.Find(form, c)!)], Where = Condition.Compile(form, where) };
        return [.. (await desk.Query.List(desk.Actor(member), query)).Rows.Select(r => r.Values.ToArray())];
    }

    private static async Task Run(ExchangeContext context, Desk desk)
    {
        desk.Clock.Now += TimeSpan.FromMinutes(10);
        await using var runner = new BatchRunner(context, [new ImportWork(context), new ExportWork(context)]);
        while (await runner.RunNext()) { }
    }
}
