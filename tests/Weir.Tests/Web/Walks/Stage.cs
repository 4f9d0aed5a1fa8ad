using Weir.Engine.Access;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Web.Records;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Walks;

/// <summary>One company on one database that speaks one language: departments, colleagues, what is sold, and records in and out of somebody's reach.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Password = "correct-horse-9";

    private static readonly string[] Cities = ["苏州", "无锡", "常州", "南通", "宁波", "杭州", "上海", "合肥", "青岛"];

    private readonly List<string> data = ["王岚", "恒通装备", "中文", "English", "Lead to Cash"];
    private readonly Shelf shelf;
    private int count;

    private Stage(TestHost host, bool chinese) => (Host, Chinese, shelf) = (host, chinese, new Shelf(host));

    public TestHost Host { get; }

    public bool Chinese { get; }

    public Member East { get; private set; } = null!;

    public Member South { get; private set; } = null!;

    public Record Product { get; private set; } = null!;

    public Record Book { get; private set; } = null!;

    public Record Event { get; private set; } = null!;

    /// <summary>Words that people typed: no words of the program.</summary>
    public IEnumerable<string> Data => data;

    private long Sales { get; set; }

    private long Group { get; set; }

    public static async Task<Stage> Open(DatabaseKind kind, bool chinese)
    {
        var stage = new Stage(await TestHost.Start(kind), chinese);
        var people = stage.Host.Platform.People;
        stage.Sales = (await people.AddDepartment(stage.Host.Admin, new(stage.Say("销售部", "Sales North")))).Id;
        stage.Group = (await people.AddDepartment(stage.Host.Admin, new(stage.Say("华东组", "East group"), stage.Sales))).Id;
        var south = (await people.AddDepartment(stage.Host.Admin, new(stage.Say("华南部", "South branch")))).Id;
        stage.East = await stage.Member("东东", "Ed East", stage.Group, "sales_rep");
        stage.South = await stage.Member("南南", "Sue South", south, "sales_rep");
        stage.Product = await stage.Make("product", stage.South.Id, ("list_price", 100m), ("status", "on_sale"));
        stage.Book = await stage.Make("price_book", stage.South.Id);
        stage.Event = await stage.Make("campaign", stage.South.Id);
        return stage;
    }

    /// <summary>Remembers a word that is data, in the language of the company.</summary>
    public string Say(string zh, string en)
    {
        var word = Chinese ? zh : en;
        data.Add(word);
        return word;
    }

    /// <summary>Somebody in the role, who has set a password of their own.</summary>
    public async Task<Member> Walker(string role)
    {
        var city = Cities[Charter.Roles.ToList().IndexOf(role)];
        var member = await Member(city + "员", "Walker " + role.Replace('_', ' '), role == "sales_manager" ? Sales : Group, role);
        await Host.SetPassword(member.Id, Password);
        return member;
    }

    /// <summary>A name in Chinese, for the search, whatever the language of the company; what is found may mark a part of it.</summary>
    public string ChineseName(string role)
    {
        var city = Cities[Charter.Roles.ToList().IndexOf(role)];
        foreach (var part in new[] { city + "恒力轴承", "恒力轴承", city + "恒力", "轴承", city }) Say(part, part);
        return city + "恒力轴承";
    }

    /// <summary>A word that nobody has used yet; it shows that it is data.</summary>
    public string Fresh(string zh, string en) => Chinese ? $"{zh}〔{++count}〕" : $"{en} <{++count}>";

    /// <summary>A month that nobody has a target for yet.</summary>
    public string Month() => $"{2030 + ++count / 12}-{count % 12 + 1:00}";

    public async Task<Record> Make(string form, long owner, params (string Key, object? Value)[] values)
    {
        var title = Host.App[form].Title;
        var all = values.Append(("owner", (object?)owner)).ToList();
        if (title.Editable && title.Key != "period" && all.All(v => v.Item1 != title.Key)) all.Add((title.Key, Fresh("样品", "Sample")));
        if (form == "sales_target") all.Add(("period", Month()));
        if (form == "activity") all.Add(("content", Fresh("样品", "Sample")));
        if (form == "contract" && all.All(v => v.Item1 != "amount")) all.Add(("amount", 10_000_000m));
        return await shelf.Make(Host.Admin.MemberId, form, [.. all]);
    }

    /// <summary>A value that only the course of things sets.</summary>
    public async Task<Record> Become(Record record, string key, object? value) =>
        (await Host.Platform.Records.Save(Actor.System("test", Host.Platform.People.Current), new Draft(record.Form) { Id = record.Id }.Set(key, value))).Record;

    public async Task<Record> Read(string form, long id) => (await Host.Platform.Query.Get(Host.Admin, Host.App[form], id)).Record;

    /// <summary>The newest record of a form.</summary>
    public async Task<Record> Newest(string form) => await Read(form, (await Host.Platform.Query.List(Host.Admin, new ListQuery(Host.App[form]) { Limit = 500 })).Rows.Max(r => r.Id));

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private async Task<Member> Member(string zh, string en, long department, string role)
    {
        var member = await Host.Platform.People.AddMember(Host.Admin, new(Say(zh, en), $"walker{++count}@example.com")
        {
            Departments = [department], Language = Chinese ? "zh-CN" : "en", Administrator = role == Charter.Organisation,
        });
        if (role != Charter.Organisation) await Host.Platform.People.GiveRoles(Host.Admin, member.Id, "l2c", [role]);
        return member;
    }
}
