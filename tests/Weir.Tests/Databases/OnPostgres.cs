using System.Reflection;
using Weir.Sql.Sessions;
using Xunit.Sdk;

namespace Weir.Tests;

/// <summary>Runs a theory once on PostgreSQL. Without the server's programs it is skipped, or fails when WEIR_TEST_REQUIRE names postgres.</summary>
public sealed class OnPostgresAttribute : DataAttribute
{
    private readonly object[] more;

    public OnPostgresAttribute(params object[] more)
    {
        this.more = more;
        if (PostgresCluster.Programs is null && !IsRequired) Skip = "The PostgreSQL server programs (initdb, pg_ctl) were not found.";
    }

    private static bool IsRequired =>
        (Environment.GetEnvironmentVariable("WEIR_TEST_REQUIRE") ?? "").Contains("postgres", StringComparison.OrdinalIgnoreCase);

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Postgres, .. more]];
}
