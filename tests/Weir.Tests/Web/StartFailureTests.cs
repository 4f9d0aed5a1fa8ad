using System.Collections;
using System.Net;
using System.Net.Sockets;
using Weir.Sql.Sessions;
using Weir.Web.Http;
using Xunit;

namespace Weir.Tests.Web;

/// <summary>A host that cannot start says why and what to do about it, in one line.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-start-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("WEIR_DATABSE", "x", "'WEIR_DATABSE'", "Database")]
    [InlineData("Weir__Databse", "x", "'Weir__Databse'", "Database")]
    [InlineData("WEIR_PORT", "abc", "WEIR_PORT", "whole number")]
    [InlineData("WEIR_PORT", "70000", "70000", "65535")]
    [InlineData("Weir__Node", "16", "Node", "0 to 15")]
    [InlineData("Weir__BaseUrl", "crm.example.com", "BaseUrl", "https://crm.example.com")]
    [InlineData("Weir__Urls", "http://localhost:abc", "Urls", "http://localhost:5080")]
    [InlineData("Weir__Mail", "smtp.example.com", "Mail", "smtp://")]
    [InlineData("Weir__Proxies", "nearby", "Proxies", "10.0.0.2")]
    [InlineData("Weir__Database", "mysql:Server=x", "'mysql'", "postgres:Host=")]
    [InlineData("Weir__Database", "postgres:nonsense", "Database", "postgres:Host=")]
    [InlineData("Weir__Database", "postgres:Host=127.0.0.1;Port=1;Username=weir;Password=secret-word;Timeout=2", "Database", "postgres:Host=")]
    public async Task A_wrong_setting_is_named_with_what_it_should_be(string key, string value, string what, string how)
    {
        var failure = await Assert.ThrowsAsync<StartFailure>(() => Build(new() { [key] = value }));

        AssertLine(failure, what, how);
        Assert.DoesNotContain("secret-word", failure.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_means_nothing_is_refused()
    {
        AssertLine(await Assert.ThrowsAsync<StartFailure>(() => Build([], "demonstration")), "'demonstration'", "demo");
        AssertLine(await Assert.ThrowsAsync<StartFailure>(() => Build([], "--prot=1")), "'--prot'", "Port");
    }

    [Fact]
    public async Task A_settings_file_that_cannot_be_read_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "weir.json"), "{ \"port\": }");

        AssertLine(await Assert.ThrowsAsync<StartFailure>(() => Build([])), "weir.json", "cannot be read");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_named_with_the_way_to_another()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");

        AssertLine(await Assert.ThrowsAsync<StartFailure>(() => Build(new() { ["WEIR_DATA_FOLDER"] = Path.Combine(file, "data") })), file, "WEIR_DATA_FOLDER");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_kept()
    {
        var file = Path.Combine(folder, "notes.db");
        await File.WriteAllTextAsync(file, "These are notes and no database at all.");

        AssertLine(await Assert.ThrowsAsync<StartFailure>(() => Build(new() { ["Weir__Database"] = "sqlite:" + file })), "Database", "sqlite:");
        Assert.Equal("These are notes and no database at all.", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Data_of_a_newer_version_is_left_alone()
    {
        await using (await Build([])) { }
        await using (var database = await Databases.Open(new(DatabaseKind.Sqlite, Path.Combine(folder, "weir.db")), TimeProvider.System))
            await database.Write(async s => await s.Execute($"update {new Weir.Sql.Schema.TableName("org", "schema_version")} set version = {99}"));

        AssertLine(await Assert.ThrowsAsync<StartFailure>(() => Build([])), "newer version", "Start that version");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_way_to_another()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var host = await Build([], $"--urls=http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        AssertLine(await Assert.ThrowsAsync<StartFailure>(() => host.Run(TextWriter.Null)), ((IPEndPoint)other.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--port=");
    }

    [Fact]
    public async Task Two_hosts_do_not_share_one_database_file()
    {
        await using (await Build([]))
            AssertLine(await Assert.ThrowsAsync<StartFailure>(() => Build([])), "weir.db", "stop that one");
        await using var after = await Build([]);
    }

    [Fact]
    public async Task A_setting_is_understood_however_it_is_written()
    {
        var file = Path.Combine(folder, "own.db");
        foreach (var key in new[] { "Weir__Database", "WEIR_DATABASE", "weir:database", "Weir__Weir:Database" })
        {
            await using (await Build(new() { [key] = "sqlite:" + file })) { }
            Assert.True(File.Exists(file), key);
            File.Delete(file);
        }
        Assert.False(File.Exists(Path.Combine(folder, "weir.db")));
    }

    [Fact]
    public void The_program_ends_with_an_exit_code()
    {
        var (before, told) = (Console.Error, new StringWriter());
        Console.SetError(told);
        try
        {
            Assert.Equal(2, typeof(Program).Assembly.EntryPoint!.Invoke(null, [new[] { "--prot=1" }]));
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.StartsWith("Weir: ", told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told.ToString(), StringComparison.Ordinal);
    }

    private Task<WebHost> Build(Hashtable environment, params string[] arguments)
    {
        var all = environment.ContainsKey("WEIR_DATA_FOLDER") ? environment : new Hashtable(environment) { ["WEIR_DATA_FOLDER"] = folder };
        // The files of the pages are found by the name of the program, which in a test is that of the test runner.
        return WebHost.Build(["--applicationName=Weir.Web", .. arguments], all);
    }

    private static void AssertLine(StartFailure failure, params string[] parts)
    {
        foreach (var part in parts) Assert.Contains(part, failure.Line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Line);
    }
}
