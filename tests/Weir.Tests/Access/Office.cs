using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Migrations;
using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Access;

/// <summary>An organisation on a fresh database, with one administrator and a clock moved by hand.</summary>
public sealed class Office : IAsyncDisposable
{
    private readonly TestDatabase test;

    private Office(TestDatabase test)
    {
        this.test = test;
        Ids = new(Clock, 1);
        People = new(test.Database, Ids, Clock);
    }

    public HandClock Clock { get; } = new();

    public RecordIds Ids { get; }

    public People People { get; }

    public Database Database => test.Database;

    public TestDatabase Test => test;

    public Member Boss { get; private set; } = null!;

    /// <summary>The administrator, as the organisation is now.</summary>
    public Actor Admin => People.Current.Actor(Boss.Id);

    public Actor System => Actor.System("test", People.Current);

    public static async Task<Office> Empty(DatabaseKind kind)
    {
        var test = await TestDatabase.Create(kind);
        await Migrator.Run(test.Database);
        var office = new Office(test);
        await office.People.Load();
        return office;
    }

    public static async Task<Office> Open(DatabaseKind kind)
    {
        var office = await Empty(kind);
        office.Boss = await office.People.AddMember(office.System, new("王岚", "wang.lan@example.com") { Administrator = true });
        return office;
    }

    public Task<Member> Add(string name, string email, params long[] departments) =>
        People.AddMember(Admin, new(name, email) { Departments = departments });

    public Actor As(Member member) => People.Current.Actor(member.Id);

    public static async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    /// <summary>The fields that a refusal names, with their codes.</summary>
    public static async Task<string> Errors(Func<Task> work) =>
        string.Join(' ', (await Refused(work)).Errors.Select(e => $"{e.Field}:{e.Code}"));

    public async ValueTask DisposeAsync()
    {
        People.Dispose();
        await test.DisposeAsync();
    }
}
