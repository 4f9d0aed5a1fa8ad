using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Weir.Tests;

/// <summary>One throw-away PostgreSQL server for the whole test run, without durability, on a port of its own; deleted at the end.</summary>
internal static class PostgresCluster
{
    private const string Prefix = "weir-pg-";
    private static readonly Lazy<Task<(string Folder, int Port)>> Running = new(Start);
    private static int count;

    /// <summary>The folder of the server's programs, or null when they are not installed.</summary>
    public static string? Programs { get; } = Find();

    /// <summary>Makes an empty database, or a copy of one that nobody is using, and returns its connection string.</summary>
    public static async Task<string> NewDatabase(string? original = null)
    {
        var (_, port) = await Running.Value;
        var name = "t" + Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        var template = original is null ? "template0" : new NpgsqlConnectionStringBuilder(original).Database;
        await Command(port, $"create database {name} template {template} encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
        return $"{Address(port)};Database={name};Maximum Pool Size=24";
    }

    public static async Task Drop(string address)
    {
        var database = new NpgsqlConnectionStringBuilder(address).Database;
        await Command((await Running.Value).Port, $"drop database if exists {database} with (force)");
    }

    /// <summary>Cuts every connection to a database, as a restart of the server would.</summary>
    public static async Task Cut(string address)
    {
        var database = new NpgsqlConnectionStringBuilder(address).Database;
        await Command((await Running.Value).Port, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
    }

    private static string Address(int port) => $"Host=127.0.0.1;Port={port};Username=postgres;Include Error Detail=true";

    private static async Task Command(int port, string text)
    {
        await using var connection = new NpgsqlConnection(Address(port) + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<(string Folder, int Port)> Start()
    {
        if (Programs is null) throw new InvalidOperationException("The PostgreSQL server programs (initdb, pg_ctl) were not found.");
        SweepFormerRuns();
        var folder = Directory.CreateTempSubdirectory(Prefix + Environment.ProcessId + "-").FullName;
        GiveAway(folder);
        Watch(folder);
        var data = Path.Combine(folder, "data");
        await Run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        for (var tries = 1; ; tries++)
        {
            var port = FreePort();
            var options = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c synchronous_commit=off "
                + "-c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB -c max_prepared_transactions=10 -c autovacuum=off";
            try
            {
                await Run("pg_ctl", "-D", data, "-o", options, "-l", Path.Combine(folder, "log"), "-w", "-t", "60", "start");
                return (folder, port);
            }
            catch (InvalidOperationException) when (tries < 3)
            {
                // Somebody took the port in between.
            }
        }
    }

    /// <summary>Stops the server and deletes the folder when this process is gone, however it went.</summary>
    private static void Watch(string folder)
    {
        var (program, before) = AsOther(Path.Combine(Programs!, "pg_ctl"));
        var stop = string.Join(' ', [program, .. before, "-D", folder + "/data", "-m", "immediate", "-w", "stop"]);
        var script = $"while kill -0 {Environment.ProcessId}; do sleep 1; done; {stop}; rm -rf {folder}";
        Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", $"({script}) </dev/null >/dev/null 2>&1 &"]))?.Dispose();
    }

    /// <summary>When the watch itself was killed too, the folder's name tells whose it was.</summary>
    private static void SweepFormerRuns()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var owner = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, CultureInfo.InvariantCulture, out var id) && !IsAlive(id)) Stop(folder);
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Stop(string folder)
    {
        try
        {
            var data = Path.Combine(folder, "data");
            if (File.Exists(Path.Combine(data, "postmaster.pid"))) Run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop").Wait(TimeSpan.FromSeconds(20));
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is AggregateException or IOException or UnauthorizedAccessException)
        {
            // A later run sweeps what is left.
        }
    }

    /// <summary>The server refuses to run as root, so there it runs as another user.</summary>
    private static (string Program, string[] Before) AsOther(string program)
    {
        if (Environment.UserName != "root") return (program, []);
        var user = File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
        return ("runuser", ["-u", user, "--", program]);
    }

    private static void GiveAway(string folder)
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root") return;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
    }

    private static async Task Run(string program, params string[] arguments)
    {
        var (file, before) = AsOther(Path.Combine(Programs!, program));
        var start = new ProcessStartInfo(file, [.. before, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        // The server inherits the pipes, so their end is not waited for.
        var output = new List<string>();
        process.OutputDataReceived += (_, e) => { lock (output) output.Add(e.Data ?? ""); };
        process.ErrorDataReceived += (_, e) => { lock (output) output.Add(e.Data ?? ""); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.HasExited) await Task.Delay(20);
        if (process.ExitCode != 0)
        {
            lock (output) throw new InvalidOperationException($"{program} failed: {string.Join('\n', output)}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Find()
    {
        var fromPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        const string debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(debian)
            ? Directory.GetDirectories(debian).OrderByDescending(d => d, StringComparer.Ordinal).Select(d => Path.Combine(d, "bin"))
            : [];
        return fromPath.Concat(installed).FirstOrDefault(d =>
            d.Length > 0 && File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "pg_ctl")));
    }
}
