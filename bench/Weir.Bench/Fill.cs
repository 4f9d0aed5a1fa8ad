using System.Globalization;
using Weir.Engine.Forms;
using Weir.Sql.Schema;

namespace Weir.Bench;

/// <summary>Fills the leads form by the bulk road of the database: two thirds belong to sellers, in turn; the rest is in the pool.</summary>
internal static class Fill
{
    public static readonly string[] States = ["unassigned", "to_follow", "following", "converted", "invalid"];
    private static readonly string[] Sources = ["website_form", "advertising", "campaign", "referral", "cold_call"];
    private static readonly DateTime Start = new(2025, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    public static async Task Leads(Ground ground)
    {
        var form = ground.App["lead"];
        var table = await ground.Platform.Database.Read(s => s.ReadTable(form.Table)) ?? throw new InvalidOperationException("The leads have no table.");
        string[] names = ["id", "version", "created_by", "created_at", "updated_by", "updated_at", "owner", "owner_dept", "lead_no", "company_name", "company_name__key", "contact_name", "mobile", "mobile__key", "source", "status", "grade", "score", "last_follow_at", "pool"];
        var columns = names.Select(n => table[SqlName.Of(n)]).ToList();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        const int atOnce = 50_000;
        for (var from = 0; from < ground.Choice.Records; from += atOnce)
        {
            var first = from;
            var rows = Enumerable.Range(first, Math.Min(atOnce, ground.Choice.Records - first)).Select(i => Row(ground, i));
            await ground.Platform.Database.Write(async s => { await s.Load(form.Table, columns, rows); });
        }
        await ground.Platform.Database.Analyze();
        Console.Error.WriteLine($"filled {ground.Choice.Records:n0} leads in {watch.Elapsed.TotalSeconds:f0} s");
    }

    /// <summary>Whether the lead of that number lies in the pool.</summary>
    public static bool Free(int i) => Mixed(i) % 3 == 0;

    private static int Mixed(int i) => (int)((uint)i * 2_654_435_761u % 1_000_003u);

    private static object?[] Row(Ground ground, int i)
    {
        // A fixed stride scatters sellers and states over time, as a year of work would.
        var mixed = Mixed(i);
        var (member, group) = ground.Sellers[mixed % ground.Sellers.Count];
        var state = mixed % 3 == 0 ? 0 : 1 + mixed / 7 % (States.Length - 1);
        var at = Start.AddSeconds(i * 30L);
        var name = "第" + i.ToString(CultureInfo.InvariantCulture) + "机械有限公司";
        var mobile = "138" + (i % 100_000_000).ToString("00000000", CultureInfo.InvariantCulture);
        return
        [
            1_000L + i, 1L, member, at, member, at, state == 0 ? null : member, state == 0 ? null : group, "L" + i.ToString("0000000", CultureInfo.InvariantCulture), name, name, "张伟", mobile, mobile,
            Sources[mixed % Sources.Length], States[state], "ABCD"[mixed % 4].ToString(), (decimal)(mixed % 100), at, state == 0 ? "general" : null,
        ];
    }
}
