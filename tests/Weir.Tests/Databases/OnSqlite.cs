using System.Reflection;
using Weir.Sql.Sessions;
using Xunit.Sdk;

namespace Weir.Tests;

/// <summary>Runs a theory once on SQLite; the test takes a <see cref="DatabaseKind"/> as its only (or first) argument.</summary>
public sealed class OnSqliteAttribute(params object[] more) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Sqlite, .. more]];
}
