using System.Text.Json;
using System.Text.Json.Nodes;
using Directory = System.IO.Directory;
using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Apps;
using Weir.Sql.Sessions;

namespace Weir.Bench;

/// <summary>A company of 500 sellers in 50 groups with the lead-to-cash app, on a database of its own: where every part begins.</summary>
internal sealed class Ground : IAsyncDisposable
{
    public const int Groups = 50, SellersEach = 10, PerRegion = 10;

    private Ground(Platform platform, Choice choice, string folder) => (Platform, Choice, Folder) = (platform, choice, folder);

    public Platform Platform { get; }

    public Choice Choice { get; }

    public string Folder { get; }

    public App App => Platform.Apps.Current["l2c"];

    public List<(long Member, long Group)> Sellers { get; } = [];

    public Actor Administrator => Platform.People.Current.Actor(Platform.People.Current.Members.Values.First(m => m.Administrator).Id);

    public Actor Seller(int number = 0) => Platform.People.Current.Actor(Sellers[number].Member);

    /// <summary>Heads a region of ten groups, and so sees the records of a hundred sellers.</summary>
    public Actor Manager { get; private set; } = null!;

    /// <summary>A session of the first seller, as the cookie holds it.</summary>
    public string Session { get; private set; } = "";

    public static async Task<Ground> Open(Choice choice)
    {
        var folder = Directory.CreateTempSubdirectory("weir-bench-").FullName;
        var setting = choice.Postgres is null ? "sqlite:" + Path.Combine(folder, "weir.db") : "postgres:" + await RawDatabase.Fresh(choice.Postgres);
        var platform = await Platform.Open(new(DatabaseSetting.Parse(setting), folder), TimeProvider.System);
        var ground = new Ground(platform, choice, folder) { Address = setting };
        await ground.Found();
        return ground;
    }

    public string Address { get; private init; } = "";

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task Found()
    {
        var visitor = new Visitor("127.0.0.1", "bench");
        const string password = "a long enough pass phrase";
        await Platform.Setup.Run(Platform.Setup.Code, new SetupEntry(new OrganisationEntry("Bench", "Asia/Shanghai", "CNY", "zh-CN"), "Administrator", "admin@example.com", password), visitor);
        await Platform.Apps.Install(Administrator, Uncapped(Template.Load("l2c")));
        var lines = new List<MemberLine>();
        for (var group = 0; group < Groups; group++)
            for (var seller = 0; seller < SellersEach; seller++)
                lines.Add(new($"Seller {group}-{seller}", $"s{group}-{seller}@example.com", null, $"Company/Region {group / PerRegion}/Group {group}", [new("l2c", "sales_rep")]));
        lines.Add(new("Manager", "manager@example.com", null, "Company/Region 0", [new("l2c", "sales_manager")]));
        var added = await Platform.People.AddMembers(Administrator, lines, addDepartments: true);
        Sellers.AddRange(added.SkipLast(1).Select(a => (a.Member!.Id, a.Member.Departments[0])));
        Manager = Platform.People.Current.Actor(added[^1].Member!.Id);
        var (_, token) = await Platform.Invitations.Make(Administrator, new InviteEntry("Guest", "guest@example.com", [Sellers[0].Group], [new AppRole("l2c", "sales_rep")]));
        Session = (await Platform.Invitations.Accept(token, new AcceptEntry("Guest", password, "guest@example.com"), visitor)).Token;
        Sellers[0] = (Platform.People.Current.Members.Values.Single(m => m.Name == "Guest").Id, Sellers[0].Group);
    }

    /// <summary>A few sellers own a million records here, so nothing says how many they may have or take in a day; and rules deal to all of them, as there are no teams of the east.</summary>
    private static AppDefinition Uncapped(AppDefinition app) => app with
    {
        Forms = [.. app.Forms.Select(f => f with { Capabilities = f.Capabilities.ToDictionary(c => c.Key, c => c.Key switch { "pool" => Without(c.Value, "pools", "holding", "dailyClaims"), "assignment" => Dealing(c.Value), _ => c.Value }) })],
    };

    private static JsonElement Without(JsonElement settings, string list, params string[] keys)
    {
        var node = JsonNode.Parse(settings.GetRawText())!;
        foreach (var key in keys)
            foreach (var entry in node[list]!.AsArray()) entry!.AsObject().Remove(key);
        return JsonSerializer.SerializeToElement(node);
    }

    private static JsonElement Dealing(JsonElement settings) => JsonSerializer.SerializeToElement(Everywhere(JsonNode.Parse(Without(settings, "rules", "most").GetRawText())!));

    private static JsonNode Everywhere(JsonNode node)
    {
        if (node is JsonObject entry) entry.Remove("within");
        foreach (var child in node is JsonObject all ? all.Select(e => e.Value) : node is JsonArray items ? items : []) if (child is not null) Everywhere(child);
        return node;
    }
}
