using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Apps;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;

namespace Weir.Tests.Web;

/// <summary>The whole program on a database of its own, founded and with the Lead to Cash template installed; members come with their roles.</summary>
/// <example><code>
/// await using var host = await TestHost.Start();
/// var seller = await host.SignIn("李伟", "sales");
/// var list = await seller.Get("/app/l2c/lead");          list.Status, list.Text, list.Html
/// var saved = await seller.Post("/app/l2c/lead/new", ("name", "恒力"));   with the antiforgery token
/// var part = await seller.Htmx().Get("/app/l2c/lead");   as htmx asks
/// </code></example>
public sealed class TestHost : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Seed = new(MakeSeed);
    private static readonly Lazy<Task<DatabaseSetting>> ServerSeed = new(MakeServerSeed);

    private readonly string folder;
    private readonly Factory factory;

    private readonly TestDatabase? server;

    private TestHost(string folder, TestDatabase? server = null, TimeProvider? clock = null) => (this.folder, this.server, factory) = (folder, server, new Factory(folder, server, clock));

    public IServiceProvider Services => factory.Services;

    public Platform Platform => factory.Services.GetRequiredService<Platform>();

    public App App => Platform.Apps.Find("l2c")!;

    /// <summary>The administrator of the organisation, for calls of the engine.</summary>
    public Actor Admin => Platform.People.Current.Actor(Platform.People.Current.Members.Values.First(m => m.Administrator).Id);

    public string Folder => folder;

    /// <summary>Founded, with the template, and one administrator (王岚, boss@example.com, without a password).</summary>
    public static async Task<TestHost> Start(TimeProvider? clock = null)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("weir-web-").FullName;
        File.Copy(await Seed.Value, Path.Combine(folder, "weir.db"));
        return new(folder, clock: clock);
    }

    /// <summary>The same on a database of this kind.</summary>
    public static async Task<TestHost> Start(DatabaseKind kind, TimeProvider? clock = null)
    {
        if (kind == DatabaseKind.Sqlite) return await Start(clock);
        var server = await TestDatabase.Copy(await ServerSeed.Value);
        return new(System.IO.Directory.CreateTempSubdirectory("weir-web-").FullName, server, clock);
    }

    /// <summary>Nobody is here yet: the set-up is open.</summary>
    public static TestHost StartEmpty() => new(System.IO.Directory.CreateTempSubdirectory("weir-web-").FullName);

    /// <summary>A browser of nobody.</summary>
    public Browser Visit() => new(factory);

    public Task<Browser> SignInAdmin() => SignIn(Admin.MemberId);

    /// <summary>A new member with these roles of the app, signed in.</summary>
    public async Task<Browser> SignIn(string name, params string[] roles)
    {
        var member = await Add(name, roles);
        return await SignIn(member.Id);
    }

    /// <summary>A new member with these roles of the app; no password.</summary>
    public async Task<Member> Add(string name, params string[] roles)
    {
        var count = Platform.People.Current.Members.Count;
        var member = await Platform.People.AddMember(Admin, new(name, $"member{count}@example.com") { Language = "zh-CN" });
        if (roles.Length > 0) await Platform.People.GiveRoles(Admin, member.Id, "l2c", roles);
        return member;
    }

    /// <summary>Opens a session without the slow work of a password.</summary>
    public async Task<Browser> SignIn(long member)
    {
        var token = await Platform.Database.Write(async s =>
            await Platform.Sessions.Open(s, member, (await MembersSecrets.Get(s, member))!.Stamp, new Visitor("127.0.0.1", "test")));
        return new Browser(factory, token, member);
    }

    /// <summary>Sets a password as its member does, by a link.</summary>
    public async Task SetPassword(long member, string password) =>
        await Platform.Passwords.UseLink(await Platform.Passwords.MakeLink(Admin, member), password);

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> MakeSeed()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("weir-seed-").FullName;
        var file = Path.Combine(folder, "seed.db");
        await using var platform = await Platform.Open(new(DatabaseSetting.Parse("sqlite:" + Path.Combine(folder, "weir.db")), folder), TimeProvider.System);
        await Found(platform);
        await platform.Database.BackUp(file);
        return file;
    }

    private static async Task<DatabaseSetting> MakeServerSeed()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("weir-seed-").FullName;
        var setting = new DatabaseSetting(DatabaseKind.Postgres, await PostgresCluster.NewDatabase());
        await using (var platform = await Platform.Open(new(setting, folder), TimeProvider.System)) await Found(platform);
        System.IO.Directory.Delete(folder, recursive: true);
        // Connections that rest in the pool would forbid the copy.
        await PostgresCluster.Cut(setting.Address);
        return setting;
    }

    private static async Task Found(Platform platform)
    {
        var system = Actor.System("test", platform.People.Current);
        await platform.People.AddMember(system, new("王岚", "boss@example.com") { Administrator = true, Language = "zh-CN" });
        await platform.People.ChangeOrganisation(system, new("恒通装备", "Asia/Shanghai", "CNY", "zh-CN"));
        try
        {
            await platform.Apps.Install(Actor.System("test", platform.People.Current), Template.Load("l2c"));
        }
        catch (ProblemException refusal)
        {
            Assert.Fail(string.Join("; ", refusal.Problem.Errors.Select(e => $"{e.Field}: {e.Message.En}")));
        }
    }

    private sealed class Factory(string folder, TestDatabase? server, TimeProvider? clock) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("DataFolder", folder);
            if (server is not null) builder.UseSetting("Database", "postgres:" + server.Setting.Address);
            if (clock is not null) builder.ConfigureTestServices(services => services.AddSingleton(clock));
        }
    }
}
