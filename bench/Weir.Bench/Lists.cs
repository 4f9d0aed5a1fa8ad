using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;

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
        await One(ground, raw, "seller", ground.Seller(), $"owner = {ground.Sellers[0].Member} and ");
        await One(ground, raw, "manager of 100", ground.Manager, $"owner_dept in ({departments}) and ");
        await One(ground, raw, "administrator", ground.Administrator, "");
    }

    private static async Task One(Ground ground, RawDatabase raw, string who, Actor actor, string scope)
    {
        var form = ground.App["lead"];
        var query = new ListQuery(form)
        {
            Columns = [.. Shown.Select(c => form.Path(c)!)], Sort = [(form.Path("created_at")!, true)], Limit = 50,
            Where = Condition.Compile(form, new ConditionDefinition { Field = "status", Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement("following") }),
        };
        await using var connection = await raw.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id, version, {string.Join(", ", Shown)} from {raw.Name(form.Table)} where {scope}status = 'following' and deleted_at is null order by created_at desc, id desc limit 51";
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
        Figures.Row(ground.Choice, $"list of 50, {who}", $"{floor:f2} ms", $"{ours:f2} ms", $"{ours / floor:f2} ×", "≤ 2 ×", ours <= 2 * floor);
    }
}
