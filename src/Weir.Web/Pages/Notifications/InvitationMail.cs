using Weir.Engine.Access.SignIn;
using Weir.Engine.Outbox;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Notifications;

/// <summary>Mails the link of an invitation to the one it is for, at once: the link is a secret that is stored nowhere, so it cannot wait in the outbox.</summary>
internal static class InvitationMail
{
    /// <summary>Null when no mail is sent here or the invitation names no address; else whether the server has taken it.</summary>
    /// <param name="path">Where the invitation is taken; the mail names it with the address that people use, never with the host of a request.</param>
    public static async Task<bool?> Send(Visit visit, Invite invite, string path)
    {
        if (invite.Email.Length == 0 || visit.Settings.Sends() is not { } setting) return null;
        var (subject, text) = Words(visit, invite, visit.Settings.Address + path);
        try
        {
            await new MailBox(setting).Send(invite.Email, subject, text, FormattableString.Invariant($"weir-invite-{invite.Id}"), visit.Cancel);
            return true;
        }
        catch (Exception refused) when (refused is System.Net.Mail.SmtpException or InvalidOperationException or FormatException or IOException)
        {
            Failed(visit.Http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Weir"), refused, invite.Id);
            return false;
        }
    }

    /// <summary>In the language of the organisation, since nobody knows yet which one the newcomer reads.</summary>
    private static (string Subject, string Text) Words(Visit visit, Invite invite, string link)
    {
        var people = visit.Platform.People.Current;
        var company = people.Company.Length > 0 ? people.Company : "Weir";
        var until = Dates.Full(visit.Local(invite.ExpiresAt));
        return people.Language.StartsWith("zh", StringComparison.Ordinal)
            ? ($"{visit.Actor.Name} 邀请你加入{company}", $"{invite.Name}，你好：\n\n{visit.Actor.Name} 邀请你加入{company}的 CRM。打开下面的链接，设置密码后即可使用：\n\n{link}\n\n链接只能用一次，{until} 前有效。")
            : ($"{visit.Actor.Name} invites you to {company}", $"Hello {invite.Name},\n\n{visit.Actor.Name} invites you to the CRM of {company}. Open this link and set a password to begin:\n\n{link}\n\nIt works once, until {until}.");
    }

    private static void Failed(ILogger log, Exception refused, long invite) => log.LogWarning(refused, "The mail of invitation {Invite} was not taken", invite);
}
