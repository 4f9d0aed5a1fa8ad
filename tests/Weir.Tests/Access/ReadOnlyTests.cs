using Weir.Engine.Access;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.Access;

/// <summary>A read-only token sees what its member sees, and changes no record.</summary>
public class ReadOnlyTests
{
    [Theory]
    [OnSqlite(Desk.Admin)]
    [OnSqlite(Desk.Rep)]
    [OnPostgres(Desk.Rep)]
    public async Task A_read_only_actor_reads_records_and_writes_none(DatabaseKind kind, long member)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"), ("scale", "smb"));
        var actor = new Actor(desk.Directory.Members[member], desk.Directory, "api") { ReadOnly = true };
        Assert.Equal(account.Id, (await desk.Query.Get(actor, account.Form, account.Id)).Record.Id);

        var change = new Draft(account.Form) { Id = account.Id, SeenVersion = account.Version };
        change.Set("name", "别的公司");
        var create = new Draft(account.Form);
        create.Set("name", "新公司");
        Func<Task>[] attempts =
        [
            () => desk.Records.Save(actor, change), () => desk.Records.Save(actor, create), () => desk.Records.Delete(actor, account.Form, account.Id),
        ];
        foreach (var attempt in attempts) Assert.Equal(ProblemKind.Forbidden, (await Office.Refused(attempt)).Kind);
        Assert.Equal("苏州恒力精密机械有限公司", (await desk.Read("account", account.Id))["name"]);
    }
}
