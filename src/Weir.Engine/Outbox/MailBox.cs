using System.Net;
using System.Net.Mail;
using System.Text;

namespace Weir.Engine.Outbox;

/// <summary>Hands mails to the server of the setting, one connection for each. Plain text only; it decides neither who gets one nor what it says.</summary>
public sealed class MailBox(MailSetting setting)
{
    /// <summary>A server that has not taken a mail by then is asked again later.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="mark">The same for every try of the same mail; becomes its Message-ID, by which the receiver's program knows a second copy.</param>
    /// <exception cref="SmtpException">The server cannot be reached, or refuses.</exception>
    public async Task Send(string to, string subject, string text, string mark, CancellationToken cancel = default)
    {
        using var message = new MailMessage(setting.From, new MailAddress(to))
        {
            Subject = OneLine(subject), SubjectEncoding = Encoding.UTF8, Body = text, BodyEncoding = Encoding.UTF8, IsBodyHtml = false,
        };
        message.Headers.Add("Message-ID", $"<{mark}@{setting.From.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var client = new SmtpClient(setting.Server, setting.Port) { EnableSsl = setting.Encrypted };
        if (setting.User is { } user) client.Credentials = new NetworkCredential(user, setting.Password);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(message, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SmtpException($"{setting} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>A line break in a subject would begin another header.</summary>
    private static string OneLine(string text) => string.Join(' ', text.Split([.. Enumerable.Range(0, 32).Select(c => (char)c), '\u007f', '\u2028', '\u2029'], StringSplitOptions.RemoveEmptyEntries));
}
