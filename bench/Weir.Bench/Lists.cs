using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Schema;

namespace Weir.Bench;

/// <summary>A page of 50 leads in one state, newest first, as each kind of reader sees it, against the query one would write by hand.</summary>
internal static class Lists
{
    private static readonly string[] Shown = ["company_name", "contact_name", "mobile", "source", "grade", "score", "status", "owner", "last_follow_at", "next_follow_at"];

    public static async Task Measure(Choice choice)
    {
        await using var ground = await Ground.Open(choice);
        await Fill.Leads(ground);
        await using var raw = new RawDatabase(ground);
        var departments = string.Join(',', ground.Sellers.Take(Ground.PerRegion * Ground.SellersEach).Select(s => s.Group).Distinct());
        // Whoever knows SQLite keeps it from the index of the owner, where the order finds 50 rows at once.
        var x = raw.IsPostgres ? "" : "+";
        var me = ground.Sellers[0].Member;
        await One(ground, raw, "a seller's own in one state", ground.Seller(), Mine("following"), $"owner = {me} and status = 'following'");
        var shared = $"{x}id in (select record_id from {raw.Name(new TableName(ground.App.Schema, "share"))} where form_no = {ground.App["lead"].No} and principal_id = {{0}})";
        await One(ground, raw, "all a seller may see", ground.Seller(), null, $"({x}owner = {me} or {x}owner is null or {string.Format(CultureInfo.InvariantCulture, shared, me)})");
        await One(ground, raw, "a manager of 100, one state", ground.Manager, Is("status", "following"), $"({x}owner_dept in ({departments}) or {x}owner is null or {string.Format(CultureInfo.InvariantCulture, shared, ground.Manager.MemberId)}) and status = 'following'");
        await One(ground, raw, "an administrator, one state", ground.Administrator, Is("status", "following"), "status = 'following'");
    }

    private static ConditionDefinition Is(string field, string value) => new() { Field = field, Op = "is", Value = JsonSerializer.SerializeToElement(value) };

    private static ConditionDefinition Mine(string state) => new() { All = [Is("owner", "@me"), Is("status", state)] };

    private static async Task One(Ground ground, RawDatabase raw, string who, Actor actor, ConditionDefinition? filter, string where)
    {
        var form = ground.App["lead"];
        var query = new ListQuery(form)
        {
            Columns = [.. Shown.Select(c => form.Path(c)!)], Sort = [(form.Path("created_at")!, true)], Limit = 50,
            Where = Condition.Compile(form, filter),
        };
        await using var connection = await raw.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id, version, {string.Join(", ", Shown)} from {raw.Name(form.Table)} where {where} and deleted_at is null order by created_at desc, id desc limit 51";
        var expected = 0;
        var (floor, ours) = await Timing.InTurn(
            async () =>
            {
                await using var reader = await command.ExecuteReaderAsync();
                var values = new object[reader.FieldCount];
                for (expected = 0; await reader.ReadAsync(); expected++) reader.GetValues(values);
            },
            async () =>
            {
                var page = await ground.Platform.Query.List(actor, query);
                if (page.Rows.Count != Math.Min(50, expected)) throw new InvalidOperationException($"{page.Rows.Count} rows instead of {expected}.");
            },
            ground.Choice.Seconds);
        Figures.Row(ground.Choice, $"50 leads: {who}", $"{floor:f2} ms", $"{ours:f2} ms", $"{ours / floor:f2} ×", "≤ 2 ×", ours <= 2 * floor);
    }
}
