using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>What a member of a pool may find but not yet read stays masked on every road, and only on the rows where it must.</summary>
public sealed class PoolMaskTests
{
    private const string Mobile = "13911112222";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_list_masks_row_by_row(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (pooled, mine) = await Both(desk);

        var rows = await List(desk, Desk.Rep, q => q);

        Assert.IsType<Masked>(rows[pooled.Id]);
        Assert.Equal("13800001111", rows[mine.Id]);
        Assert.Equal(Mobile, (await List(desk, Desk.Manager, q => q))[pooled.Id]);
        Assert.Equal(Mobile, (await List(desk, Desk.Admin, q => q))[pooled.Id]);
        Assert.DoesNotContain(pooled.Id, (await List(desk, Desk.Finance, q => q, may: false)).Keys);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_record_and_its_history_are_masked_until_it_is_claimed(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (pooled, _) = await Both(desk);
        await desk.Change(Desk.Marketing, await desk.Read("lead", pooled.Id, Desk.Marketing), ("mobile", "13911113333"), ("demand", "产线"));

        var veiled = await desk.Read("lead", pooled.Id, Desk.Rep);
        Assert.IsType<Masked>(veiled["mobile"]);
        Assert.Equal("产线", veiled["demand"]);
        var history = await desk.Query.History(desk.Actor(Desk.Rep), pooled.Form, pooled.Id);
        Assert.True(history[0].Changes.ContainsKey("demand"));
        Assert.False(history[0].Changes.ContainsKey("mobile"));

        await PoolTests.Claim(desk, Desk.Rep, pooled);
        Assert.Equal("13911113333", (await desk.Read("lead", pooled.Id, Desk.Rep))["mobile"]);
        Assert.Contains(await desk.Query.History(desk.Actor(Desk.Rep), pooled.Form, pooled.Id), h => h.Changes.ContainsKey("mobile"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Neither_a_filter_nor_a_search_nor_an_order_nor_a_group_tells_what_is_masked(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (pooled, mine) = await Both(desk);
        var form = pooled.Form;

        Assert.DoesNotContain(pooled.Id, (await List(desk, Desk.Rep, q => q with { Where = Where(form, "mobile", "contains", "1391111") })).Keys);
        Assert.DoesNotContain(pooled.Id, (await List(desk, Desk.Rep, q => q with { Where = Where(form, "mobile", "not_empty", null) })).Keys);
        Assert.Contains(mine.Id, (await List(desk, Desk.Rep, q => q with { Where = Where(form, "mobile", "contains", "1380000") })).Keys);
        Assert.DoesNotContain(pooled.Id, (await List(desk, Desk.Rep, q => q with { Search = Mobile })).Keys);
        Assert.Contains(mine.Id, (await List(desk, Desk.Rep, q => q with { Search = "13800001111" })).Keys);
        Assert.Contains(pooled.Id, (await List(desk, Desk.Rep, q => q with { Search = "恒力" })).Keys);
        Assert.Contains(pooled.Id, (await List(desk, Desk.Manager, q => q with { Search = Mobile })).Keys);
        Assert.Contains(pooled.Id, (await List(desk, Desk.Rep, q => q with { Sort = [(form.Path("mobile")!, false)] })).Keys);
        Assert.Equal(["13800001111"], (await desk.Query.Groups(desk.Actor(Desk.Rep), new ListQuery(form), [(form.Path("mobile")!, DateBucket.None)], [])).Select(g => g[0]));
        var marks = await desk.Query.List(desk.Actor(Desk.Rep), new ListQuery(form) { Marks = [Where(form, "mobile", "contains", "139")] });
        Assert.Equal([false], marks.Rows.Single(r => r.Id == pooled.Id).Marks);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_share_or_a_field_filled_from_the_record_opens_no_more_than_it_should(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var (pooled, _) = await Both(desk);

        // The form of accounts fetches the phone of the lead that it names.
        var account = (await desk.Records.Preview(desk.Actor(Desk.Rep), new Draft(desk.Form("account")).Set("name", "甲").Set("lead", pooled.Id))).Record;
        Assert.Null(account["phone"]);

        await new Sharing(desk.Database, desk.Ids, desk.Clock).Share(desk.Actor(Desk.Admin), pooled.Form, pooled.Id, Desk.Rep, edit: false);
        Assert.Equal(Mobile, (await List(desk, Desk.Rep, q => q))[pooled.Id]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Through_a_link_a_field_that_is_masked_on_some_rows_is_masked_on_all(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "甲"), ("phone", "13800002222"));
        var contact = await desk.Create(Desk.Rep, "contact", ("name", "乙"), ("account", account.Id), ("mobile", "13800001111"));
        var form = contact.Form;

        var page = await desk.Query.List(desk.Actor(Desk.Rep), new ListQuery(form) { Columns = [form.Path("account.phone")!] });

        Assert.IsType<Masked>(page.Rows.Single().Values[0]);
    }

    private static async Task<(Record Pooled, Record Mine)> Both(Desk desk) => (
        await PoolTests.Pooled(desk, ("company_name", "苏州恒力"), ("mobile", Mobile)),
        await desk.Create(Desk.Rep, "lead", PoolTests.Values(("mobile", "13800001111"))));

    private static Condition Where(Form form, string field, string op, string? value) =>
        Condition.Compile(form, new() { Field = field, Op = op, Value = value is null ? null : JsonSerializer.SerializeToElement(value) });

    private static async Task<Dictionary<long, object?>> List(Desk desk, long member, Func<ListQuery, ListQuery> query, bool may = true)
    {
        var form = desk.Form("lead");
        if (!may && !FormAccess.Of(desk.Actor(member), form).Can(Operation.View)) return [];
        var page = await desk.Query.List(desk.Actor(member), query(new ListQuery(form) { Columns = [form.Path("mobile")!] }));
        return page.Rows.ToDictionary(r => r.Id, r => r.Values[0]);
    }
}
