using System.Text;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Exchange;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Exports;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Migrations;
using Weir.Sql.Sessions;
using Directory = Weir.Engine.Access.Directory;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Exchange;

/// <summary>A small app of partners and deals over a fresh database, with people of different rights: what tests of importing and exporting work on.</summary>
internal sealed class Depot : IAsyncDisposable
{
    public const long Chief = 1, Clerk = 2, Reader = 3, Masked = 4;

    private const string Forms = """
        [
          { "key": "partner", "no": 1, "group": "main", "label": {"zh":"伙伴","en":"Partners"}, "title": "name", "fields": [
            {"key":"name","type":"company","label":{"zh":"公司名称","en":"Company"},"required":true},
            {"key":"code","type":"text","label":{"zh":"编码","en":"Code"},"unique":true},
            {"key":"level","type":"select","label":{"zh":"级别","en":"Level"},"options":[{"key":"a","label":{"zh":"重要客户","en":"Key account"}},{"key":"b","label":{"zh":"普通客户","en":"Standard"}}]},
            {"key":"mobile","type":"phone","label":{"zh":"手机","en":"Mobile"}},
            {"key":"size","type":"number","label":{"zh":"人数","en":"Employees"},"decimals":0},
            {"key":"note","type":"long_text","label":{"zh":"备注","en":"Note"}}
          ]},
          { "key": "deal", "no": 2, "group": "main", "label": {"zh":"交易","en":"Deals"}, "title": "name", "fields": [
            {"key":"deal_no","type":"auto_number","label":{"zh":"交易编号","en":"No."},"parts":[{"text":"D"},{"digits":5}]},
            {"key":"name","type":"text","label":{"zh":"名称","en":"Name"},"required":true},
            {"key":"partner","type":"link","label":{"zh":"伙伴","en":"Partner"},"form":"partner"},
            {"key":"others","type":"links","label":{"zh":"其他伙伴","en":"Other partners"},"form":"partner"},
            {"key":"amount","type":"money","label":{"zh":"金额","en":"Amount"},"min":0},
            {"key":"double","type":"formula","label":{"zh":"两倍","en":"Double"},"formula":"amount * 2","result":"money"},
            {"key":"discount","type":"percent","label":{"zh":"折扣","en":"Discount"},"decimals":2},
            {"key":"rate","type":"number","label":{"zh":"汇率","en":"Rate"}},
            {"key":"kinds","type":"multi_select","label":{"zh":"类别","en":"Kinds"},"options":[{"key":"x","label":{"zh":"设备","en":"Device"}},{"key":"y","label":{"zh":"服务","en":"Service"}}]},
            {"key":"due","type":"date","label":{"zh":"到期","en":"Due"}},
            {"key":"met","type":"datetime","label":{"zh":"会面时间","en":"Met at"}},
            {"key":"signed","type":"yes_no","label":{"zh":"已签","en":"Signed"}},
            {"key":"seller","type":"member","label":{"zh":"销售","en":"Seller"}},
            {"key":"unit","type":"department","label":{"zh":"部门","en":"Unit"}},
            {"key":"place","type":"region","label":{"zh":"地区","en":"Region"}},
            {"key":"secret","type":"text","label":{"zh":"底价","en":"Floor price"}},
            {"key":"state","type":"radio","label":{"zh":"状态","en":"State"},"default":"open","options":[{"key":"open","label":{"zh":"进行中","en":"Open"}},{"key":"won","label":{"zh":"赢单","en":"Won"}}]},
            {"key":"items","type":"lines","label":{"zh":"明细","en":"Items"},"fields":[
              {"key":"what","type":"text","label":{"zh":"产品","en":"Product"},"required":true},
              {"key":"qty","type":"number","label":{"zh":"数量","en":"Quantity"},"min":1}
            ]}
          ]}
        ]
        """;

    private const string Roles = """
        [
          {"key":"chief","label":{"zh":"主管","en":"Chief"},"forms":{
            "partner":{"grants":[{"can":["view","create","edit","delete","import","export","assign"],"on":"all"}]},
            "deal":{"grants":[{"can":["view","create","edit","delete","import","export","assign"],"on":"all"}]}}},
          {"key":"clerk","label":{"zh":"文员","en":"Clerk"},"forms":{
            "partner":{"grants":[{"can":["view","create","edit","import","export"],"on":"own"}]},
            "deal":{"grants":[{"can":["view","create","edit","import","export"],"on":"own"}],"fields":{"secret":"hidden"}}}},
          {"key":"reader","label":{"zh":"读者","en":"Reader"},"forms":{"deal":{"grants":[{"can":["view"],"on":"all"}]},"partner":{"grants":[{"can":["view"],"on":"all"}]}}},
          {"key":"masked","label":{"zh":"脱敏","en":"Masked"},"forms":{
            "deal":{"grants":[{"can":["view","export"],"on":"all"}],"fields":{"secret":"hidden","amount":"masked","double":"hidden"}},
            "partner":{"grants":[{"can":["view","export"],"on":"all"}],"fields":{"mobile":"masked"}}}}
        ]
        """;

    private readonly TestDatabase database;
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("weir-exchange-").FullName;

    private Depot(TestDatabase database)
    {
        this.database = database;
        Ids = new RecordIds(Clock, 1);
        Apps = new AppStore(database.Database, Ids, Clock);
        Records = new RecordStore(database.Database, Ids, Clock);
        Query = new RecordQuery(database.Database, Clock);
        Context = new ExchangeContext(database.Database, Apps, Records, Query, Ids, Clock, () => People, new ExchangeFiles(folder));
        Imports = new Importer(Context);
        Exports = new Exporter(Context);
    }

    public Directory People { get; set; } = Organisation();

    public HandClock Clock { get; } = new();

    public Database Database => database.Database;

    public RecordIds Ids { get; }

    public AppStore Apps { get; }

    public RecordStore Records { get; }

    public RecordQuery Query { get; }

    public ExchangeContext Context { get; }

    public Importer Imports { get; }

    public Exporter Exports { get; }

    public App App => Apps.Current["depot"];

    public Form Partner => App["partner"];

    public Form Deal => App["deal"];

    public static async Task<Depot> Open(DatabaseKind kind)
    {
        var depot = new Depot(await TestDatabase.Create(kind));
        await Migrator.Run(depot.Database);
        await depot.Apps.Load();
        await depot.Apps.Install(Weir.Engine.Access.Actor.System("test", depot.People), new AppDefinition
        {
            Key = "depot", Label = ("仓库", "Depot"), Groups = [new("main", ("主要", "Main"))],
            Roles = JsonSerializer.Deserialize<RoleDefinition[]>(Roles, DefinitionJson.Options)!,
            Forms = JsonSerializer.Deserialize<FormDefinition[]>(Forms, DefinitionJson.Options)!,
        });
        return depot;
    }

    public Actor As(long member) => People.Actor(member);

    public async Task<Record> Add(Form form, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(form);
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await Records.Save(As(Chief), draft)).Record;
    }

    /// <summary>A new runner, as after a restart of the program: leases of the former one have run out.</summary>
    public BatchRunner Restart()
    {
        Clock.Advance(TimeSpan.FromMinutes(10));
        return new BatchRunner(Context, [new ImportWork(Context), new ExportWork(Context)]);
    }

    public async Task RunAll()
    {
        await using var runner = Restart();
        while (await runner.RunNext()) { }
    }

    /// <summary>A workbook of texts and values; the first row holds the titles.</summary>
    public static MemoryStream Sheet(params object?[][] rows)
    {
        var stream = new MemoryStream();
        using (var writer = SheetWriter.Xlsx(stream))
        {
            writer.Begin("Sheet1", [.. rows[0].Select(t => new SheetColumn((string)t!) { Format = SheetFormat.Number() })]);
            foreach (var row in rows.Skip(1)) writer.Write(row);
            writer.Finish();
        }
        stream.Position = 0;
        return stream;
    }

    public static MemoryStream Csv(string text, Encoding? encoding = null) => new((encoding ?? new UTF8Encoding(false)).GetBytes(text));

    /// <summary>Uploads, takes the guessed mapping, runs to the end.</summary>
    public async Task<Batch> Import(Form form, Stream file, ImportMode mode = ImportMode.Create, string? key = null, long member = Chief, string name = "file.xlsx")
    {
        var batch = await Imports.Upload(As(member), form, file, name);
        await Imports.Start(As(member), App, batch.Id, Guessed(batch, mode, key));
        await RunAll();
        return await Imports.Progress(As(member), App, batch.Id);
    }

    public static ImportChoice Guessed(Batch batch, ImportMode mode = ImportMode.Create, string? key = null, bool clear = false) =>
        new(batch.Import.Columns.Where(c => c.Target is not null).ToDictionary(c => c.Index, c => c.Target!), mode, key, clear);

    public async Task<IReadOnlyList<Record>> All(Form form)
    {
        var page = await Query.List(As(Chief), new ListQuery(form) { Limit = 500, Sort = [(new FieldPath([], form["created_at"]), false)] });
        return await Database.Read<IReadOnlyList<Record>>(async session =>
        {
            var records = await RecordRows.Read(session, form, [.. page.Rows.Select(r => r.Id)], lines: true);
            return [.. page.Rows.Select(r => records[r.Id]).OrderBy(r => r.Id)];
        });
    }

    public Task<int> Count(Form form) => Query.Count(As(Chief), new ListQuery(form), 1_000_000);

    /// <summary>The cells of a file as texts, with its titles as the first row.</summary>
    public static List<string[]> Cells(Stream stream, string name = "file.xlsx", string? sheet = null)
    {
        using var reader = SheetReader.Open(stream, name);
        if (sheet is not null) reader.Select(sheet);
        return [.. reader.Rows().Select(r => r.Cells.Select(c => c.Text).ToArray())];
    }

    public async Task<List<string[]>> Errors(Batch batch, long member = Chief)
    {
        var stream = new MemoryStream();
        await Imports.WriteErrors(As(member), App, batch.Id, stream);
        stream.Position = 0;
        return Cells(stream);
    }

    public async ValueTask DisposeAsync()
    {
        Apps.Dispose();
        await database.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    /// <param name="chief">The role of who imports in most tests.</param>
    public static Directory Organisation(string chief = "chief") => new(
        [
            new(Chief, "王岚", "wang@example.com", null, [10], null, "zh-CN", true, false), new(Clerk, "李伟", "li@example.com", null, [11], null, "zh-CN", true, false),
            new(Reader, "Ann Lee", "ann@example.com", null, [11], null, "en", true, false), new(Masked, "赵敏", "zhao@example.com", null, [11], null, "zh-CN", true, false),
        ],
        [new(10, "销售部", null, null, 0), new(11, "华东组", 10, null, 0)],
        [new(Chief, "depot", chief), new(Clerk, "depot", "clerk"), new(Reader, "depot", "reader"), new(Masked, "depot", "masked")],
        TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    public sealed class HandClock : TimeProvider
    {
        private DateTimeOffset now = new(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => now;

        public void Advance(TimeSpan by) => now += by;
    }
}
