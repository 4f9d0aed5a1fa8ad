using Weir.Engine;
using Weir.Sql.Sessions;

namespace Weir.Web.Http;

/// <summary>What may be set about a host, each with a default that works at once. Everything else is decided in the program's own pages.</summary>
/// <remarks>
/// A setting comes from <c>weir.json</c> in the data folder, from the environment (WEIR_DATABASE, WEIR_BASE_URL …) or from the command
/// line (--base-url=…); the later one wins. Case, - and _ do not matter.
/// </remarks>
public sealed partial record HostSettings
{
    /// <summary>Files, backups and, unless <see cref="Database"/> says otherwise, the database.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary><c>sqlite:path</c> or <c>postgres:Host=…;Database=…;Username=…;Password=…</c>.</summary>
    public string Database { get; init; } = "";

    /// <summary>Where the host listens, with ; between several.</summary>
    public string Urls { get; init; } = "";

    /// <summary>Short for <see cref="Urls"/>: this port (5080 when nothing is said), on this machine only.</summary>
    public int Port { get; init; }

    /// <summary>The address people use; links in mails start with it. A secret such as a reset link is never built from a request's own host.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary><c>smtp://user:password@server:587?from=crm@example.com</c>; empty sends no mail.</summary>
    public string Mail { get; init; } = "";

    /// <summary>The largest file that may be uploaded.</summary>
    public int MaxUploadMb { get; init; } = 20;

    /// <summary>0 to 15: which of several processes on one database this is.</summary>
    public int Node { get; init; }

    /// <summary>Addresses of proxies, with , between several, whose X-Forwarded headers are believed.</summary>
    public string Proxies { get; init; } = "";

    /// <summary>A Chromium or Chrome that makes PDF files; empty looks for one, <c>none</c> makes no PDF.</summary>
    public string Chromium { get; init; } = "";

    /// <summary>Where <c>weir.json</c> was looked for; not itself a setting.</summary>
    internal string SettingsFile => Path.Combine(DataFolder, "weir.json");

    public PlatformSettings Platform => new(
        DatabaseSetting.Parse(Database.Length > 0 ? Database : "sqlite:" + Path.Combine(DataFolder, "weir.db")), DataFolder, Node) { MostFileBytes = (long)MaxUploadMb << 20 };

    /// <summary>The address people use, as far as it is known without a request.</summary>
    public string Address => BaseUrl.Length > 0 ? BaseUrl.TrimEnd('/') : Reachable(ListenAt.Split(';')[0]);

    /// <summary>An address to listen at as one to open: a server that listens everywhere is found on its own machine.</summary>
    internal static string Reachable(string place) => place.Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal).TrimEnd('/');

    /// <summary>Where the host listens.</summary>
    public string ListenAt => Urls.Length > 0 ? Urls : $"http://localhost:{(Port > 0 ? Port : 5080)}";
}
