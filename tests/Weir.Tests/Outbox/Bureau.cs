using System.Text.Json;
using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Access;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Outbox;

/// <summary>A platform with a small app of matters and steps, and people of different rights: what tests of notifications and nightly work look at.</summary>
internal sealed class Bureau : IAsyncDisposable
{
    private const string Forms = """
        [
          { "key": "matter", "no": 1, "group": "main", "label": {"zh":"事项","en":"Matters"}, "title": "name", "fields": [
            {"key":"name","type":"text","label":{"zh":"名称","en":"Name"},"required":true},
            {"key":"due","type":"date","label":{"zh":"到期","en":"Due"}},
            {"key":"left","type":"formula","label":{"zh":"剩余天数","en":"Days left"},"formula":"IF(ISEMPTY(due), 0, DAYS(due, TODAY()))","result":"number"},
            {"key":"by","type":"formula","label":{"zh":"保存人","en":"Saved by"},"formula":"GETUSERNAME()","result":"text"},
            {"key":"paper","type":"file","label":{"zh":"文件","en":"Paper"}},
            {"key":"recent","type":"rollup","label":{"zh":"近 7 天步骤","en":"Steps of 7 days"},"form":"step","by":"matter","how":"count","where":{"field":"day","op":"within","value":"last_7_days"}}
          ]},
          { "key": "step", "no": 2, "group": "main", "label": {"zh":"步骤","en":"Steps"}, "title": "what", "fields": [
            {"key":"what","type":"text","label":{"zh":"内容","en":"What"},"required":true},
            {"key":"matter","type":"link","label":{"zh":"事项","en":"Matter"},"form":"matter"},
            {"key":"day","type":"date","label":{"zh":"日期","en":"Day"}}
          ]}
        ]
        """;

    private const string Roles = """
        [
          {"key":"chief","label":{"zh":"主管","en":"Chief"},"forms":{
            "matter":{"grants":[{"can":["view","create","edit","delete","assign"],"on":"all"}]},"step":{"grants":[{"can":["view","create","edit","delete","assign"],"on":"all"}]}}},
          {"key":"clerk","label":{"zh":"文员","en":"Clerk"},"forms":{"matter":{"grants":[{"can":["view","create","edit"],"on":"collaborators"}]},"step":{"grants":[{"can":["view"],"on":"own"}]}}},
          {"key":"blind","label":{"zh":"访客","en":"Guest"},"forms":{"matter":{"grants":[{"can":["view"],"on":"all"}],"fields":{"name":"hidden"}}}}
        ]
        """;

    private readonly TestDatabase database;
    private readonly string folder;

    private Bureau(TestDatabase database, string folder, Platform platform, HandClock clock) => (this.database, this.folder, Platform, Clock) = (database, folder, platform, clock);

    public Platform Platform { get; }

    public HandClock Clock { get; }

    public TestDatabase TestDatabase => database;

    public string Folder => folder;

    public Database Database => Platform.Database;

    public App App => Platform.Apps.Find("bureau")!;

    public Form Matter => App["matter"];

    public Form Step => App["step"];

    /// <summary>Administrator; chief; clerks; who may see no names; who has no role.</summary>
    public long Boss { get; private set; }

    public long Chief { get; private set; }

    public long Anna { get; private set; }

    public long Ben { get; private set; }

    public long Blind { get; private set; }

    public long Stranger { get; private set; }

    public static async Task<Bureau> Open(DatabaseKind kind)
    {
        var database = await TestDatabase.Create(kind);
        var folder = System.IO.Directory.CreateTempSubdirectory("weir-bureau-").FullName;
        var clock = new HandClock();
        var bureau = new Bureau(database, folder, await Platform.Open(new(database.Setting, folder), clock), clock);
        await bureau.Fill();
        return bureau;
    }

    /// <summary>Another process on the same database, with the same clock.</summary>
    public Task<Platform> Another(int node) => Platform.Open(new(database.Setting, folder, node), Clock);

    public Actor As(long member) => Platform.People.Current.Actor(member);

    public async Task<Record> Add(long by, string name, params (string Key, object? Value)[] more)
    {
        var draft = new Draft(Matter).Set("name", name);
        foreach (var (key, value) in more) draft.Set(key, value);
        return (await Platform.Records.Save(As(by), draft)).Record;
    }

    public Task<Saved> Change(long by, Record record, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(record.Form) { Id = record.Id };
        foreach (var (key, value) in values) draft.Set(key, value);
        return Platform.Records.Save(As(by), draft);
    }

    public Courier Courier(Platform? platform = null, bool mails = false, params Carrier[] more)
    {
        var p = platform ?? Platform;
        return new(p.Database, p.Apps, Clock, [new NotificationCarrier(p.Database, p.Apps, p.People, p.Query, p.Ids, Clock, mails), .. more]);
    }

    /// <summary>Carries what is due and gives the member's notifications, newest first.</summary>
    public async Task<IReadOnlyList<Notification>> News(long member)
    {
        while (await Courier().CarryDue() > 0) { }
        return await Platform.Notifications.Page(As(member));
    }

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        await database.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    private async Task Fill()
    {
        var system = Weir.Engine.Access.Actor.System("test", Platform.People.Current);
        Boss = (await Platform.People.AddMember(system, new("王岚", "boss@example.com") { Administrator = true, Language = "zh-CN" })).Id;
        await Platform.People.ChangeOrganisation(As(Boss), new("恒通装备", "Asia/Shanghai", "CNY", "zh-CN"));
        await Platform.Apps.Install(As(Boss), new AppDefinition
        {
            Key = "bureau", Label = ("事务", "Bureau"), Groups = [new("main", ("主要", "Main"))],
            Roles = JsonSerializer.Deserialize<RoleDefinition[]>(Roles, DefinitionJson.Options)!,
            Forms = JsonSerializer.Deserialize<FormDefinition[]>(Forms, DefinitionJson.Options)!,
        });
        Chief = await Person("孙磊", "chief");
        Anna = await Person("Anna Li", "clerk", "en");
        Ben = await Person("李伟", "clerk");
        Blind = await Person("周燕", "blind");
        Stranger = await Person("陈昊", null);
    }

    private async Task<long> Person(string name, string? role, string language = "zh-CN")
    {
        var count = Platform.People.Current.Members.Count;
        var member = await Platform.People.AddMember(As(Boss), new(name, $"m{count}@example.com") { Language = language });
        if (role is not null) await Platform.People.GiveRoles(As(Boss), member.Id, "bureau", [role]);
        return member.Id;
    }
}
