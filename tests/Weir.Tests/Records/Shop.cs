using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Records;
using Weir.Engine.Search;
using Weir.Sql.Schema;
using Weir.Sql.Tables;
using Weir.Tests.Apps;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Records;

/// <summary>A small app with everything that a save touches beside the row: numbers, lines, formulas, sums, dependents, unique values, search, outbox.</summary>
internal static class Shop
{
    public static AppDefinition App() => Sketch.App("shop",
        Sketch.Form("firm", "name company \"unique\": true", "sold rollup \"form\": \"sale\", \"by\": \"firm\", \"how\": \"sum\", \"field\": \"total\", \"result\": \"money\"", "sales rollup \"form\": \"sale\", \"by\": \"firm\", \"how\": \"count\"", "a text", "b text", "c text"),
        Sketch.Form("sale", "no auto_number \"parts\": [{ \"text\": \"S\" }, { \"digits\": 6 }], \"reset\": \"never\"", "firm link \"form\": \"firm\", \"required\": true", "qty number", "price money", "note text",
            "items lines \"fields\": [{ \"key\": \"part\", \"type\": \"text\", \"label\": { \"zh\": \"件\", \"en\": \"Part\" } }, { \"key\": \"n\", \"type\": \"number\", \"label\": { \"zh\": \"数\", \"en\": \"N\" } }]",
            "parts formula \"formula\": \"SUM(items.n)\"", "total formula \"formula\": \"qty * price + parts\", \"result\": \"money\""));

    public static Draft Sale(Desk desk, long firm, decimal qty, string? note = null, int items = 2)
    {
        var draft = new Draft(desk.Form("sale")).Set("firm", firm).Set("qty", qty).Set("price", 2.5m).Set("note", note);
        draft.Lines["items"] = [.. Enumerable.Range(1, items).Select(i => new DraftLine(null, new Dictionary<string, object?> { ["part"] = "p" + i, ["n"] = (decimal)i }))];
        return draft;
    }

    public static async Task<List<Record>> All(Desk desk, string form)
    {
        var ids = await desk.Database.Read(s => s.Query($"select {(SqlName)"id"} from {desk.Form(form).Table}", r => r.Long(0)));
        return [.. (await desk.Database.Read(s => RecordRows.Read(s, desk.Form(form), ids, lines: true))).Values.OrderBy(r => r.Id)];
    }

    /// <summary>Everything that is stored of the records, as text: two equal texts are two equal states. Counters are left out: a server does not take numbers back.</summary>
    public static async Task<string> State(Desk desk)
    {
        var text = new StringBuilder();
        foreach (var form in new[] { "firm", "sale" })
            foreach (var record in await All(desk, form))
            {
                text.Append(form).Append(' ').Append(record.Id).Append(" v").Append(record.Version);
                foreach (var field in record.Form.Fields) text.Append(' ').Append(field.Lines is null ? Convert.ToString(record[field], CultureInfo.InvariantCulture) : string.Join(';', record.Lines(field).Select(l => $"{l.Id}:{l["part"]}:{l["n"]}")));
                text.Append(' ').AppendJoin('|', (await History(desk, record)).Select(h => h.Op + h.Diff)).Append(await IsFound(desk, record) ? " found\n" : " hidden\n");
            }
        var outbox = await desk.Database.Read(s => s.Query($"select {(SqlName)"payload"} from {new TableName(desk.App.Schema, "outbox")} order by {(SqlName)"id"}", r => r.Text(0)));
        var lines = await desk.Database.Read(s => s.Count($"select count(*) from {desk.Form("sale")["items"].Lines!.Table}"));
        return text.AppendJoin(',', outbox).Append(' ').Append(lines).ToString();
    }

    public static Task<List<HistoryRow>> History(Desk desk, Record record) =>
        desk.Database.Read(s => HistoryRows.Of(s, desk.App.Schema, record.Form.No, record.Id, null, 500));

    /// <summary>What must hold of any state that the engine leaves behind, however it ended.</summary>
    public static async Task CheckInvariants(Desk desk)
    {
        var sales = await All(desk, "sale");
        foreach (var firm in await All(desk, "firm"))
        {
            var mine = sales.Where(s => !s.Deleted && (long)s["firm"]! == firm.Id).ToList();
            Assert.Equal((mine.Sum(s => (decimal)s["total"]!), (decimal)mine.Count), (firm["sold"], firm["sales"]));
        }
        Assert.Equal(sales.Count, sales.Select(s => s["no"]).OfType<string>().Distinct().Count());
        foreach (var sale in sales)
        {
            var parts = sale.Lines(sale.Form["items"]).Sum(l => (decimal)l["n"]!);
            Assert.Equal((parts, (decimal)sale["qty"]! * (decimal)sale["price"]! + parts), (sale["parts"], sale["total"]));
            var versions = (await History(desk, sale)).Select(h => (long)JsonNode.Parse(h.Diff)!["v"]!).Order();
            Assert.Equal(Enumerable.Range(1, (int)sale.Version).Select(v => (long)v), versions);
            Assert.Equal(!sale.Deleted, await IsFound(desk, sale));
        }
        var orphans = await desk.Database.Read(s => s.Count($"select count(*) from {desk.Form("sale")["items"].Lines!.Table} where {(SqlName)"record_id"} not in (select {(SqlName)"id"} from {desk.Form("sale").Table})"));
        Assert.Equal(0, orphans);
    }

    private static Task<bool> IsFound(Desk desk, Record record)
    {
        var display = new Display(true, desk.Directory, default);
        var title = record.Form.Title;
        var words = SearchTokens.Index([(title.Type.Text(title, record[title], display), title.Type.SearchAs(title)!.Value)]);
        return desk.Database.Read(async s => (await SearchIndex.Find(s, desk.App.Schema, record.Form.No, [[[.. words.Select(w => new Weir.Sql.Tables.SearchTerm(w, false))]]], null, 5000)).Contains(record.Id));
    }
}
