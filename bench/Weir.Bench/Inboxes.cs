using System.Diagnostics;
using System.Globalization;
using Weir.Engine.Capabilities.Approval;
using Weir.Engine.Records;
using Weir.Sql.Schema;
using Weir.Sql.Tables;

namespace Weir.Bench;

/// <summary>The list of what waits for a manager, and of what they have decided, among the approvals of half a million decisions.</summary>
internal static class Inboxes
{
    private const int Approvals = 250_000, Looks = 200;

    public static async Task Measure(Choice choice)
    {
        await using var ground = await Ground.Open(choice);
        await Load(ground);
        var (app, manager) = (ground.App, ground.Manager);
        var inbox = ground.Platform.Approvals;
        if ((await inbox.List(manager, app, ApprovalBox.ToDo)).Count(l => l.Title is not null) != 30) throw new InvalidOperationException("The list is not full.");
        await Row("the list of what waits, 30 of 2,000", () => inbox.List(manager, app, ApprovalBox.ToDo));
        await Row("the list of what was decided, 30 of 48,000", () => inbox.List(manager, app, ApprovalBox.Done));
        await Row("the number at the menu", () => inbox.Waiting(manager, app));

        async Task Row(string what, Func<Task> look)
        {
            for (var i = 0; i < 20; i++) await look();
            var times = new List<double>(Looks);
            for (var i = 0; i < Looks; i++)
            {
                var from = Stopwatch.GetTimestamp();
                await look();
                times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }
            times.Sort();
            Figures.Row(choice, $"approvals, 500,000 decisions: {what}", "–", $"{times[Looks / 2]:f1} ms", $"95 % in {times[Looks * 95 / 100]:f1} ms", "≤ 20 ms", times[Looks * 95 / 100] <= 20);
        }
    }

    private static async Task Load(Ground ground)
    {
        var form = ground.App["expense"];
        var item = new DraftLine(null, new Dictionary<string, object?> { ["type"] = "travel", ["date"] = new DateOnly(2026, 11, 2), ["amount"] = 900m });
        var account = await ground.Platform.Records.Save(ground.Seller(1), new Draft(ground.App["account"]).Set("name", "苏州恒力精密机械有限公司"));
        var first = await ground.Platform.Records.Save(ground.Seller(1), new Draft(form) { Lines = { ["items"] = [item] } }.Set("account", account.Record.Id));
        await ground.Platform.Records.Act(ground.Seller(1), form, first.Record.Id, "approval.submit");
        var pattern = (await ground.Platform.Database.Read(s => ApprovalRows.Running(s, ground.App.Schema, form.No, first.Record.Id)))!;
        var asked = (await ground.Platform.Database.Read(s => ApprovalTaskRows.Of(s, ground.App.Schema, [pattern.Id])))[0];
        var tables = new Dictionary<string, Table>();
        foreach (var name in new[] { form.Table, new TableName(ground.App.Schema, "approval"), new TableName(ground.App.Schema, "approval_task") })
            tables[name.Name.Value] = (await ground.Platform.Database.Read(s => s.ReadTable(name)))!;
        var manager = ground.Manager.MemberId;
        var own = ground.Sellers.Take(Ground.PerRegion * Ground.SellersEach).ToList();
        await Rows(form.Table, ["id", "version", "created_by", "created_at", "updated_by", "updated_at", "owner", "owner_dept", "expense_no", "amount", "pay_status", "flow_status"], i =>
        {
            var (member, group) = own[i % own.Count];
            return [Id(i), 1L, member, At(i), member, At(i), member, group, "B" + i.ToString("0000000", CultureInfo.InvariantCulture), 900m, "unpaid", Open(i) ? "in_approval" : "approved"];
        });
        await Rows(new(ground.App.Schema, "approval"), ["id", "form_no", "record_id", "flow", "definition", "app_version", "state", "node", "round", "by_id", "at", "ended_at"], i =>
            [Id(i), (long)form.No, Id(i), pattern.Flow, pattern.Definition, (long)pattern.AppVersion, Open(i) ? pattern.State : "approved", Open(i) ? pattern.Node : null, 1L, own[i % own.Count].Member, At(i), Open(i) ? null : (DateTime?)At(i)]);
        foreach (var part in new[] { 0, 1 })
            await Rows(new(ground.App.Schema, "approval_task"), ["id", "approval_id", "form_no", "record_id", "node", "round", "part", "member_id", "for_id", "state", "box", "at", "done_at"], i =>
            [
                Id(i) + part * 10_000_000L, Id(i), (long)form.No, Id(i), asked.Node, 1L, (long)part, part == 0 && i % 5 == 0 ? manager : ground.Sellers[i % ground.Sellers.Count].Member, 0L,
                Open(i) ? asked.State : "approved", Open(i) ? asked.Box : "done", At(i), Open(i) ? null : (DateTime?)At(i),
            ]);
        await ground.Platform.Database.Analyze();

        static long Id(int i) => 50_000_000L + i;
        static DateTime At(int i) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i * 60L);
        static bool Open(int i) => i >= Approvals - 10_000;

        async Task Rows(TableName name, string[] columns, Func<int, object?[]> row)
        {
            var wanted = columns.Select(c => tables[name.Name.Value][SqlName.Of(c)]).ToList();
            for (var from = 0; from < Approvals; from += 50_000)
                await ground.Platform.Database.Write(async s => { await s.Load(name, wanted, Enumerable.Range(from, 50_000).Select(row)); });
        }
    }
}
