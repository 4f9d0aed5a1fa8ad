using Directory = Weir.Engine.Access.Directory;
using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Migrations;
using Weir.Sql.Sessions;

namespace Weir.Tests.Records;

/// <summary>An organisation of known people over a fresh database, with the lead-to-cash app installed: what tests of records work on.</summary>
public sealed class Desk : IAsyncDisposable
{
    public const long Admin = 1, Rep = 11, OtherRep = 12, Manager = 13, SouthRep = 14, Finance = 15, Marketing = 16, Delivery = 17, Commercial = 18, Executive = 19;
    public const long Company = 100, Sales = 101, East = 102, South = 103, Office = 104;

    private readonly TestDatabase database;

    private readonly string app;

    private Desk(TestDatabase database, Clock clock, string app, int node = 1)
    {
        this.database = database;
        this.app = app;
        Clock = clock;
        Ids = new RecordIds(clock, node);
        Apps = new AppStore(database.Database, Ids, clock);
        Records = new RecordStore(database.Database, Ids, clock);
        Query = new RecordQuery(database.Database, clock);
    }

    public TestDatabase Storage => database;

    public Database Database => database.Database;

    public Clock Clock { get; }

    public RecordIds Ids { get; }

    public AppStore Apps { get; private set; }

    public RecordStore Records { get; private set; }

    public RecordQuery Query { get; private set; }

    public Weir.Engine.Insight.Streams.Streams Streams => new(Database, Query, Clock);

    public App App => Apps.Current[app];

    public Directory Directory { get; private set; } = People(WorkCalendar.Usual);

    /// <summary>From now on the organisation works on these days.</summary>
    public void Works(WorkCalendar calendar) => Directory = People(calendar);

    private static Directory People(WorkCalendar calendar) => new(
        [
            Person(Admin, "管理员", Company, administrator: true), Person(Rep, "李伟", East), Person(OtherRep, "王芳", East), Person(Manager, "孙磊", East),
            Person(SouthRep, "陈昊", South), Person(Finance, "吴刚", Office), Person(Marketing, "钱静", Office), Person(Delivery, "郑涛", Office),
            Person(Commercial, "周燕", Office), Person(Executive, "赵敏", Company),
        ],
        [
            new(Company, "公司", null, null, 0), new(Sales, "销售部", Company, null, 0), new(East, "华东组", Sales, Manager, 0), new(South, "华南组", Sales, null, 1),
            new(Office, "职能", Company, null, 1),
        ],
        [
            new(Rep, "l2c", "sales_rep"), new(OtherRep, "l2c", "sales_rep"), new(SouthRep, "l2c", "sales_rep"), new(Manager, "l2c", "sales_manager"), new(Finance, "l2c", "finance"),
            new(Marketing, "l2c", "marketing"), new(Delivery, "l2c", "delivery"), new(Commercial, "l2c", "commercial"), new(Executive, "l2c", "executive"),
        ],
        TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")) { Calendar = calendar };

    /// <param name="template">The app to install; lead to cash when null.</param>
    public static async Task<Desk> Open(DatabaseKind kind, AppDefinition? template = null)
    {
        var desk = new Desk(await TestDatabase.Create(kind), new Clock(), template?.Key ?? "l2c");
        await Migrator.Run(desk.Database);
        await desk.Apps.Load();
        await desk.Apps.Install(desk.Actor(Admin), template ?? Template.Load("l2c"));
        return desk;
    }

    /// <summary>Publishes the next version of the app, made from the present one.</summary>
    public Task<App> Publish(Func<AppDefinition, AppDefinition> change) => Apps.Publish(Actor(Admin), change(App.Definition), App.Version);

    /// <summary>Another desk over the same database, as another process would have one.</summary>
    public static async Task<Desk> Attach(DatabaseSetting setting, string app, int node = 2)
    {
        var desk = new Desk(await TestDatabase.Attach(setting), new Clock(), app, node);
        await desk.Apps.Load();
        return desk;
    }

    /// <summary>Closes the database and opens what is durable.</summary>
    public async Task Reopen()
    {
        Apps.Dispose();
        await database.Reopen();
        Apps = new AppStore(database.Database, Ids, Clock);
        Records = new RecordStore(database.Database, Ids, Clock);
        Query = new RecordQuery(database.Database, Clock);
        await Apps.Load();
    }

    public Actor Actor(long member) => Directory.Actor(member);

    public Form Form(string key) => App[key];

    public async Task<Record> Create(long member, string form, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(Form(form));
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await Records.Save(Actor(member), draft)).Record;
    }

    public async Task<Record> Change(long member, Record record, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(record.Form) { Id = record.Id, SeenVersion = record.Version };
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await Records.Save(Actor(member), draft)).Record;
    }

    public async Task<Record> Read(string form, long id, long member = Admin) => (await Query.Get(Actor(member), Form(form), id)).Record;

    public async ValueTask DisposeAsync()
    {
        Apps.Dispose();
        await database.DisposeAsync();
    }

    private static Member Person(long id, string name, long department, bool administrator = false) =>
        new(id, name, $"m{id}@example.com", null, [department], null, "zh-CN", true, administrator);
}

/// <summary>A clock that tests set; 2026-11-02 10:00 in Shanghai unless told.</summary>
public sealed class Clock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
