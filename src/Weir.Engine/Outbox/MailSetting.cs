using System.Net.Mail;

namespace Weir.Engine.Outbox;

/// <summary>Where mail is handed in and who it is from, as one address: <c>smtp://user:password@server:587?from=crm@example.com</c>. Opens no connection.</summary>
/// <param name="Encrypted">Whether the server must take up encryption (STARTTLS) before anything is said.</param>
public sealed record MailSetting(string Server, int Port, string? User, string? Password, MailAddress From, bool Encrypted)
{
    private const int Usual = 587;

    /// <summary>Encryption is demanded unless <c>tls=off</c> says otherwise, or the server is this very machine.</summary>
    /// <exception cref="FormatException">With what is wrong.</exception>
    public static MailSetting Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0) throw new FormatException("it must be like smtp://user:password@server:587?from=crm@example.com");
        if (url.Scheme == "smtps") throw new FormatException("smtps:// (port 465) is not spoken here; use smtp:// with the port for STARTTLS, usually 587");
        if (url.Scheme != "smtp") throw new FormatException("it must begin with smtp://");
        var query = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p.Length > 1 ? Uri.UnescapeDataString(p[1]) : "");
        if (query.Keys.FirstOrDefault(k => k is not ("from" or "name" or "tls")) is { } unknown) throw new FormatException($"'{unknown}' is not known behind the question mark; from, name and tls are");
        if (!MailAddress.TryCreate(query.GetValueOrDefault("from"), query.GetValueOrDefault("name"), out var from)) throw new FormatException("it must say who mails are from: ?from=crm@example.com");
        var tls = query.GetValueOrDefault("tls", url.IsLoopback ? "off" : "on");
        if (tls is not ("on" or "off")) throw new FormatException("tls is on or off");
        var who = url.UserInfo.Split(':', 2);
        return new(url.Host, url.Port > 0 ? url.Port : Usual, who[0].Length > 0 ? Uri.UnescapeDataString(who[0]) : null, who.Length > 1 ? Uri.UnescapeDataString(who[1]) : null, from, tls == "on");
    }

    /// <summary>Without the password, for logs.</summary>
    public override string ToString() => $"smtp://{Server}:{Port}";
}
