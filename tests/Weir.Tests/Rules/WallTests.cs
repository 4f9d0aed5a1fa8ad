using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Weir.Tests.Rules;

/// <summary>Web may use the engine, the engine may use SQL, and nothing else: checked in the project files, the compiled code and the text.</summary>
public sealed partial class WallTests
{
    [Theory]
    [InlineData("Weir.Sql", "")]
    [InlineData("Weir.Engine", "Weir.Sql")]
    [InlineData("Weir.Web", "Weir.Engine")]
    public void Project_references_go_one_way(string project, string expected)
    {
        var file = XDocument.Parse(Tree.File($"src/{project}/{project}.csproj").Text);
        var references = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));
        Assert.Equal(expected, string.Join(',', references));
    }

    [Fact]
    public void The_engine_has_never_heard_of_http() => Rule.None(
        Assemblies.Names(Assemblies.Engine).Where(n => EnginesForbidden.Any(f => n.StartsWith(f, StringComparison.Ordinal))),
        "What comes from a request is turned into plain values in Weir.Web, before the engine is called:");

    [Theory]
    [InlineData("Weir.Engine")]
    [InlineData("Weir.Web")]
    public void Only_one_project_names_a_database_provider(string project) => Rule.None(
        Assemblies.Names(Assemblies.All.Single(a => a.GetName().Name == project))
            .Where(n => n.StartsWith("Npgsql", StringComparison.Ordinal) || n.StartsWith("Microsoft.Data.", StringComparison.Ordinal) || n.StartsWith("SQLitePCL", StringComparison.Ordinal)
                || (n.StartsWith("System.Data.", StringComparison.Ordinal) && n != "System.Data.Common.DbException")),
        "Providers belong to Weir.Sql; ask its Session:");

    // How to add up and by what span are words of a question to the engine; no statement can be made of them.
    private static readonly string[] WordsOfQuestions = ["Weir.Sql.Query.Aggregation", "Weir.Sql.Query.DateBucket"];

    [Fact]
    public void Pages_ask_the_engine_and_never_the_tables() => Rule.None(
        Assemblies.Names(Assemblies.Web).Except(WordsOfQuestions).Where(n => n.StartsWith("Weir.Sql.Query.", StringComparison.Ordinal) || n.StartsWith("Weir.Sql.Tables.", StringComparison.Ordinal)
            || n.StartsWith("Weir.Sql.Dialects.", StringComparison.Ordinal) || (n.StartsWith("Weir.Sql.Migrations.", StringComparison.Ordinal) && n != "Weir.Sql.Migrations.MigrationFailed")),
        "Weir.Web talks to Weir.Engine; of Weir.Sql the host names only what opens a database:");

    [Fact]
    public void The_engine_writes_no_sql_text() => Rule.None(
        from assembly in (Assembly[])[Assemblies.Engine, Assemblies.Web]
        from member in Assemblies.Members(assembly, "Weir.Sql.Sessions.SqlText")
        where member is ".ctor" or "Raw" or "AppendLiteral"
        select $"{assembly.GetName().Name} calls SqlText.{member}",
        "A statement is written in Weir.Sql (Tables, or Query); the engine passes it on and fills in values:");

    [Fact]
    public void No_sql_stands_outside_its_project() => Rule.None(
        Rule.Find(Tree.Code.Where(f => !f.Under("src/Weir.Sql")), SqlInText()),
        "SQL text belongs to Weir.Sql:");

    [Fact]
    public void A_capability_never_names_another() => Rule.None(
        from file in Tree.Code.Where(f => f.Under("src/Weir.Engine/Capabilities"))
        let own = file.Path.Split('/') is { Length: > 4 } parts ? parts[3] : ""
        from Match use in CapabilityUse().Matches(file.Text)
        where own.Length > 0 && use.Groups[1].Value != own && Tree.Exists($"src/Weir.Engine/Capabilities/{use.Groups[1].Value}")
        select $"{file} names {use.Groups[1].Value}",
        "What two capabilities share is a field or a record event:");

    /// <summary>What reads a workbook, a formula or a phone number can be understood, and tested, without the rest.</summary>
    [Theory]
    [InlineData("Exchange/Sheets", "Exchange.Sheets")]
    [InlineData("Formulas", "Formulas")]
    [InlineData("FieldTypes/Data", "FieldTypes", "Forms")]
    [InlineData("Records/Normal", "Records.Normal", "FieldTypes")]
    [InlineData("Problems", "Problems", "Forms")]
    public void The_lowest_folders_lean_on_nothing_above(string folder, params string[] may) => Rule.None(
        from file in Tree.Code.Where(f => f.Under("src/Weir.Engine/" + folder))
        from Match use in Using().Matches(file.Text)
        let name = use.Groups[1].Value
        where !may.Any(m => name == m || name.StartsWith(m + ".", StringComparison.Ordinal))
        select $"{file} uses {name}",
        "Pass in what it needs:");

    [Fact]
    public void Only_the_dialects_tell_the_databases_apart() => Rule.None(
        Rule.Find(Tree.Code.Where(f => !f.Under("src/Weir.Sql/Dialects") && !f.Under("src/Weir.Sql/Sessions")), WhichDatabase()),
        "A difference between the databases is a named member of Dialect:");

    private static readonly string[] EnginesForbidden =
    [
        "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Mvc", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Authentication", "Microsoft.AspNetCore.Hosting",
    ];

    [GeneratedRegex("""(?i)"[^"]*\b(select\s+(\*|\w+\.\w+|count\(|\w+\s*,|1\b)|insert\s+into\s+\S|update\s+\S+\s+set\s|delete\s+from\s+\S|create\s+(table|index|schema)\s|alter\s+table\s|drop\s+table\s)""")]
    private static partial Regex SqlInText();

    [GeneratedRegex(@"^@?using Weir\.Engine\.([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"Capabilities\.(\w+)")]
    private static partial Regex CapabilityUse();

    [GeneratedRegex(@"\b(is|as|case|typeof\()\s*(not\s+)?(Sqlite|Postgres)Dialect\b|Dialect\.Key\s*(==|!=|is\b|switch)|DatabaseKind\.\w+\s*(=>|:)|[=!]=\s*DatabaseKind\.")]
    private static partial Regex WhichDatabase();
}
