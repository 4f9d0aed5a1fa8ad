using Weir.Engine.Forms;
using System.Diagnostics;
using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Records;

namespace Weir.Bench;

/// <summary>10,000 leads of the web site that come in as an import does, each dealt to one of five hundred sellers by the rules of the template, with its turn, its note and its letter.</summary>
internal static class Deals
{
    private const int Leads = 10_000;
    private const int Chunk = 500;

    public static async Task Measure(Choice choice)
    {
        await using var ground = await Ground.Open(choice);
        var actor = ground.Administrator.Via("import:1");
        await Bring(ground, actor, Leads, 2_000, dealt: false);
        var bare = Leads / await Bring(ground, actor, 20_000, Leads, dealt: false);
        var seconds = await Bring(ground, actor, 40_000, Leads, dealt: true);
        Figures.Row(choice, $"{Leads:n0} imported leads dealt out by rules", $"{bare:n0}/s", $"{Leads / seconds:n0}/s", $"{seconds:f1} s", "≤ 10 s", seconds <= 10);
    }

    private static async Task<double> Bring(Ground ground, Actor actor, int from, int count, bool dealt)
    {
        var watch = Stopwatch.StartNew();
        foreach (var some in Enumerable.Range(from, count).Chunk(Chunk))
        {
            var saved = await ground.Platform.Records.SaveMany(actor, [.. some.Select(n => Lead(ground, n, dealt))]);
            if (saved.FirstOrDefault(s => s.Problem is not null).Problem is { } refused) throw new InvalidOperationException(refused.Message.En);
            if (dealt && saved.Any(s => s.Saved!.Record[SystemFields.Owner] is null)) throw new InvalidOperationException("A lead was dealt to nobody.");
        }
        return watch.Elapsed.TotalSeconds;
    }

    private static Draft Lead(Ground ground, int n, bool dealt)
    {
        var number = n.ToString("00000000", CultureInfo.InvariantCulture);
        var draft = new Draft(ground.App["lead"]).Set("company_name", "恒力" + number + "重工有限公司").Set("contact_name", "李强").Set("mobile", "139" + number).Set("source", "website_form").Set("region", "320583");
        return dealt ? draft.Set(SystemFields.Owner, null) : draft;
    }
}
