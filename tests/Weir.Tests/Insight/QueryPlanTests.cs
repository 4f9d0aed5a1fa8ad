using System.Text.RegularExpressions;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Insight.Streams;
using Weir.Engine.Records;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Weir.Tests.Sql.Query;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Insight;

/// <summary>What is looked at all day is found by an index, also where one account has half of everything; a table is not read through for one page of it.</summary>
public sealed class QueryPlanTests
{
    private const int Rows = 30_000;

    [Theory, OnSqlite, OnPostgres]
    public async Task The_stream_of_a_record_reads_its_follow_ups_along_an_index_however_many_others_have(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (large, small) = (await desk.Create(Desk.Rep, "account", ("name", "大客户有限公司")), await desk.Create(Desk.Rep, "account", ("name", "小客户有限公司")));
        await Fill(desk, large, small);

        foreach (var (account, member) in new[] { (large, Desk.Admin), (large, Desk.Rep), (large, Desk.Manager), (small, Desk.Admin), (small, Desk.Rep), (small, Desk.Manager) })
        {
            var explained = new ExplainedDatabase(desk.Database, desk.Form("activity").Table);
            var page = await new Streams(explained, new RecordQuery(explained, desk.Clock), desk.Clock).Page(desk.Actor(member), account.Form, account.Id, StreamParts.Logged);

            Assert.NotEmpty(page.Entries);
            Assert.NotEmpty(explained.Plans);
            Assert.All(explained.Plans, plan => Walked(kind, desk.Form("activity").Table, plan));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_newest_of_a_long_list_and_ones_own_of_it_are_read_along_an_index(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (large, small) = (await desk.Create(Desk.Rep, "account", ("name", "大客户有限公司")), await desk.Create(Desk.Rep, "account", ("name", "小客户有限公司")));
        await Fill(desk, large, small);
        var form = desk.Form("activity");
        var mine = Condition.Compile(form, new() { Field = "owner", Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement(Desk.Rep) });

        foreach (var member in new[] { Desk.Admin, Desk.Manager, Desk.Rep })
            foreach (var where in new[] { new ListQuery(form).Where, mine })
            {
                var explained = new ExplainedDatabase(desk.Database, form.Table);
                var page = await new RecordQuery(explained, desk.Clock).List(desk.Actor(member), new ListQuery(form) { Columns = [form.Path("content")!], Where = where, Limit = 50 });

                Assert.Equal(50, page.Rows.Count);
                // Before it, it may have asked how much one sees.
                Walked(kind, form.Table, explained.Plans.Last());
            }
    }

    /// <summary>No plan reads the whole table, or sorts what an index has in order.</summary>
    private static void Walked(DatabaseKind kind, TableName table, string plan)
    {
        var through = kind == DatabaseKind.Postgres ? $"Seq Scan on {table.Name.Value} " : @"(?m)^SCAN (?!.*USING)(?!.*\b(united|page|counted|shared|b\d+)\b)";
        Assert.False(Regex.IsMatch(plan, through), $"The table is read through:\n{plan}");
    }

    /// <summary>Follow-ups of two years by the bulk road: half of them on one account, thirty on another, the others on very many.</summary>
    private static async Task Fill(Desk desk, Record large, Record small)
    {
        var form = desk.Form("activity");
        var table = (await desk.Database.Read(s => s.ReadTable(form.Table)))!;
        string[] names = ["id", "version", "created_by", "created_at", "updated_by", "updated_at", "owner", "owner_dept", "target", "account", "type", "follow_at", "content"];
        var columns = names.Select(n => table[SqlName.Of(n)]).ToList();
        var start = desk.Clock.Now.UtcDateTime.AddDays(-700);
        var rows = Enumerable.Range(0, Rows).Select(i =>
        {
            var account = i % 1000 == 7 ? small.Id : i % 2 == 0 ? large.Id : 900_000L + i % 5000;
            var (owner, department) = i % 3 == 0 ? (Desk.SouthRep, Desk.South) : i % 3 == 1 ? (Desk.Rep, Desk.East) : (Desk.OtherRep, Desk.East);
            var at = start.AddMinutes(i * 30);
            return (IReadOnlyList<object?>)[1_000L + i, 1L, owner, at, owner, at, owner, department, new RecordRef("account", account).ToString(), account, "phone", at, "聊过"];
        }).ToList();
        await desk.Database.Write(async s => { await s.Load(form.Table, columns, rows); });
        await desk.Database.Analyze();
    }
}
