using System.Diagnostics;
using System.Globalization;
using Weir.Engine.Exchange;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;
using Weir.Sql.Schema;

namespace Weir.Bench;

/// <summary>An .xlsx of 20 columns and 100,000 rows imported as an administrator, from opening the file to the last commit, with the memory it took. A small file
/// goes before it: a server that is at work has its code compiled.</summary>
internal static class Imports
{
    private const int Rows = 100_000;
    private const int RowsBefore = 5_000;

    private static readonly (string Field, Func<int, object?> Value)[] Columns =
    [
        ("company_name", i => $"第{i}包装机械有限公司"), ("contact_name", _ => "张伟"), ("mobile", i => "138" + i.ToString("00000000", CultureInfo.InvariantCulture)),
        ("phone", i => "021-6" + i.ToString("0000000", CultureInfo.InvariantCulture)), ("email", i => $"p{i}@example.com"), ("wechat", i => "wx" + i), ("source", _ => "官网表单"),
        ("referrer", _ => "李强"), ("batch_no", _ => "2026-11"), ("industry", _ => "制造"), ("main_business", _ => "包装设备与耗材"), ("registered_capital", i => (decimal)(i % 900)),
        ("employee_count", i => i % 500), ("region", _ => "江苏省/苏州市/昆山市"), ("budget_amount", i => i * 10m), ("purchase_time", _ => "3个月内"), ("is_decision_maker", i => i % 2 == 0),
        ("demand", _ => "需要一条自动包装线，产能每小时三千包，明年三月前投产。"), ("pool", _ => "公共线索池"), ("address", _ => "人民路 1 号"),
    ];

    public static async Task Measure(Choice choice)
    {
        await using var ground = await Ground.Open(choice);
        var titles = Importer.Targets(ground.Administrator, ground.App["lead"]).ToDictionary(t => t.Path, t => t.Label.Zh);
        var floor = await Floor(ground);
        var platform = ground.Platform;
        var context = new ExchangeContext(platform.Database, platform.Apps, platform.Records, platform.Query, platform.Ids, platform.Clock, () => platform.People.Current, new ExchangeFiles(Path.Combine(ground.Folder, "exchange")));
        await using var runner = new BatchRunner(context, [new ImportWork(context)]);
        var importer = new Importer(context);
        await Import(ground, importer, runner, Write(ground, titles, Rows, RowsBefore), RowsBefore);
        var rate = Rows / await Import(ground, importer, runner, Write(ground, titles, 0, Rows), Rows);
        Figures.Row(choice, $"import of {Rows:n0} rows × {Columns.Length} columns", $"{floor:n0}/s", $"{rate:n0}/s", $"{rate / floor:f2} ×", "≥ 5,000/s", rate >= 5_000);
        using var me = Process.GetCurrentProcess();
        var peak = me.PeakWorkingSet64 / 1_048_576;
        Figures.Row(choice, "memory of that import, at its peak", "–", $"{peak:n0} MB", "–", "< 400 MB", peak < 400);
    }

    /// <returns>Seconds from opening the file to the last commit.</returns>
    private static async Task<double> Import(Ground ground, Importer importer, BatchRunner runner, string file, int rows)
    {
        var watch = Stopwatch.StartNew();
        Batch batch;
        await using (var stream = File.OpenRead(file)) batch = await importer.Upload(ground.Administrator, ground.App["lead"], stream, Path.GetFileName(file));
        var mapping = batch.Import.Columns.Where(c => c.Target is not null).ToDictionary(c => c.Index, c => c.Target!);
        if (mapping.Count != Columns.Length) throw new InvalidOperationException($"{mapping.Count} columns were recognised.");
        await importer.Start(ground.Administrator, ground.App, batch.Id, new ImportChoice(mapping, ImportMode.Create));
        await runner.RunNext();
        var seconds = watch.Elapsed.TotalSeconds;
        batch = await importer.Progress(ground.Administrator, ground.App, batch.Id);
        if (batch.Import.Created != rows) throw new InvalidOperationException($"{batch.Import.Created} of {rows} rows were created: {batch.State} {batch.Import.Failure}");
        return seconds;
    }

    /// <returns>The path of a workbook with so many leads from that number on.</returns>
    private static string Write(Ground ground, Dictionary<string, string> titles, int from, int rows)
    {
        var file = Path.Combine(ground.Folder, $"leads{from}.xlsx");
        using var stream = File.Create(file);
        using var writer = SheetWriter.Xlsx(stream);
        writer.Begin("线索", [.. Columns.Select(c => new SheetColumn(titles[c.Field]))]);
        for (var i = from; i < from + rows; i++) writer.Write([.. Columns.Select(c => c.Value(i))]);
        writer.Finish();
        return file;
    }

    /// <summary>Rows a second when the same table is loaded by the bulk road of the database, without a rule, a history or a word to find it by.</summary>
    private static async Task<double> Floor(Ground ground)
    {
        var form = ground.App["lead"];
        var table = await ground.Platform.Database.Read(s => s.ReadTable(form.Table));
        var columns = new[] { "id", "version", "created_at", "updated_at", "company_name", "contact_name", "mobile", "demand" }.Select(n => table![SqlName.Of(n)]).ToList();
        var rows = Enumerable.Range(0, Rows).Select(i => (IReadOnlyList<object?>)[ground.Platform.Ids.Next(), 1L, DateTime.UtcNow, DateTime.UtcNow, Columns[0].Value(i), "张伟", Columns[2].Value(i), Columns[17].Value(i)]);
        var watch = Stopwatch.StartNew();
        await ground.Platform.Database.Write(async s => { await s.Load(form.Table, columns, rows); });
        var rate = Rows / watch.Elapsed.TotalSeconds;
        var before = DateTime.UtcNow;
        await ground.Platform.Database.Write(async s => { await s.Execute($"delete from {form.Table} where created_at <= {before}"); });
        return rate;
    }
}
