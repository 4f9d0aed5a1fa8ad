using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Sql.Sessions;

namespace Weir.Web.Http;

public sealed partial record HostSettings
{
    private static readonly IReadOnlyDictionary<string, PropertyInfo> Known = typeof(HostSettings).GetProperties()
        .Where(p => p.CanWrite && p.PropertyType != typeof(Type)).ToDictionary(p => Plain(p.Name), p => p);

    // What ASP.NET Core itself takes from the command line.
    private static readonly HashSet<string> Framework = ["environment", "contentroot", "applicationname", "webroot", "hostingstartupassemblies", "preventhostingstartup"];

    /// <summary>Starts with a made-up company instead of an empty one; the only word that stands without a setting's name.</summary>
    public const string DemoWord = "demo";

    /// <summary>Reads all sources; <see cref="DemoWord"/> among the arguments is for the caller.</summary>
    /// <exception cref="StartFailure">Something is unknown or makes no sense.</exception>
    public static HostSettings Read(IReadOnlyList<string> arguments, IDictionary environment)
    {
        var given = new List<(string Key, string Value, string From)>();
        foreach (DictionaryEntry variable in environment)
            if (Name((string)variable.Key) is { } name) given.Add((name, (string?)variable.Value ?? "", (string)variable.Key));
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == DemoWord) continue;
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                throw new StartFailure((
                    $"不认识“{arguments[i]}”：要演示数据请写 {DemoWord}，设置项请写成 --名称=值，例如 --port=5081。",
                    $"'{arguments[i]}' is not known: say {DemoWord} for a made-up company, or write a setting as --name=value, such as --port=5081."));
            }
            var text = arguments[i][2..];
            var at = text.IndexOf('=', StringComparison.Ordinal);
            var key = at < 0 ? text : text[..at];
            var value = at >= 0 ? text[(at + 1)..] : i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal) ? arguments[++i] : "";
            if (!Framework.Contains(Plain(key))) given.Add((Name("weir_" + key) ?? key, value, "--" + key));
        }
        var folder = given.LastOrDefault(g => Plain(g.Key) == "datafolder").Value;
        var settings = folder is null ? new HostSettings() : new HostSettings { DataFolder = folder };
        given.InsertRange(0, File(settings.SettingsFile));
        foreach (var (key, value, from) in given) settings = settings.With(key, value, from);
        return settings.Checked();
    }

    /// <summary>WEIR_BASE_URL and Weir__BaseUrl and Weir:BaseUrl name one setting; WEIR_TEST_… belongs to the tests.</summary>
    private static string? Name(string variable)
    {
        if (!variable.StartsWith("weir", StringComparison.OrdinalIgnoreCase) || variable.Length < 6 || variable[4] is not ('_' or ':')) return null;
        var name = variable[5..].TrimStart('_', ':');
        if (name.StartsWith("weir:", StringComparison.OrdinalIgnoreCase)) name = name[5..];
        return name.StartsWith("TEST_", StringComparison.Ordinal) ? null : name;
    }

    private static string Plain(string key) => key.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private static IEnumerable<(string, string, string)> File(string path)
    {
        if (!System.IO.File.Exists(path)) return [];
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllText(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return [.. json.RootElement.EnumerateObject().Select(p => (p.Name, p.Value.ToString(), $"{path}: {p.Name}"))];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new StartFailure(($"无法读取设置文件 {path}：{wrong.Message}", $"The settings file {path} cannot be read: {wrong.Message}"), wrong);
        }
    }

    private HostSettings With(string key, string value, string from)
    {
        if (!Known.TryGetValue(Plain(key), out var property))
        {
            var names = string.Join(", ", Known.Values.Select(p => p.Name));
            throw new StartFailure(($"没有设置项“{from}”。可用的设置项：{names}。", $"There is no setting '{from}'. The settings are: {names}."));
        }
        object? typed = value.Trim();
        if (property.PropertyType == typeof(int))
            typed = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(from, value, ("应为整数", "it must be a whole number"));
        var copy = this with { };
        property.SetValue(copy, typed);
        return copy;
    }

    private HostSettings Checked()
    {
        if (Node is < 0 or > 15) throw Wrong("Node", $"{Node}", ("应在 0 到 15 之间", "it must be 0 to 15"));
        if (Port is < 0 or > 65535) throw Wrong("Port", $"{Port}", ("应在 0 到 65535 之间", "it must be 0 to 65535"));
        if (MaxUploadMb is < 1 or > 2000) throw Wrong("MaxUploadMb", $"{MaxUploadMb}", ("应在 1 到 2000 之间", "it must be 1 to 2000"));
        if (BaseUrl.Length > 0 && !(Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/"))
            throw Wrong("BaseUrl", BaseUrl, ("应像 https://crm.example.com", "it must be like https://crm.example.com"));
        if (Mail.Length > 0) Sends();
        foreach (var one in Urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (!IsPlace(one.Trim()))
                throw Wrong("Urls", one, ("应像 http://localhost:5080", "it must be like http://localhost:5080"));
        foreach (var proxy in ProxyAddresses())
            if (proxy.Address is null) throw Wrong("Proxies", proxy.Text, ("应为 IP 地址，例如 10.0.0.2", "it must be an IP address such as 10.0.0.2"));
        return this;
    }

    /// <summary>Where mail is handed in; null when none is to be sent.</summary>
    internal MailSetting? Sends()
    {
        try
        {
            return Mail.Length > 0 ? MailSetting.Parse(Mail) : null;
        }
        catch (FormatException wrong)
        {
            throw new StartFailure(($"设置项 Mail 不对（{wrong.Message}），应像 smtp://user:password@server:587?from=crm@example.com。", $"The setting Mail is wrong: {wrong.Message}."), wrong);
        }
    }

    /// <summary>A scheme, a host (or * for every one) and perhaps a port, nothing after it: the server takes a wrong port for a part of the host.</summary>
    private static bool IsPlace(string url) => Uri.TryCreate(url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var place)
        && place.Scheme is "http" or "https" && place.PathAndQuery == "/" && place.UserInfo.Length == 0;

    internal IEnumerable<(string Text, System.Net.IPAddress? Address)> ProxyAddresses() =>
        Proxies.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Select(p => (p, System.Net.IPAddress.TryParse(p, out var ip) ? ip : null));

    private static StartFailure Wrong(string from, string value, Words must) =>
        new(($"设置项 {from} 的值“{value}”不对：{must.Zh}。", $"The setting {from} is '{value}', but {must.En}."));
}
