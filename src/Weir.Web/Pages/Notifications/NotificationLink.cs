using Weir.Engine.Outbox;

namespace Weir.Web.Pages.Notifications;

/// <summary>Where a notification leads: to its record, to the records, to the import, to the member. Decides no right: what lies there does.</summary>
internal static class NotificationLink
{
    private const string Mine = """{"all":[{"field":"owner","op":"is","value":"@me"}]}""";

    /// <summary>An address within the site; null when there is nothing left to see.</summary>
    public static string? Of(Notification notification)
    {
        if (notification.Kind == NotificationKind.Joined) return "/admin/members";
        if (notification.Handover > 0) return Admin.Members.HandoverDecisionArea.Url(notification.Handover);
        if (notification.Form is not { } form) return null;
        var list = $"/app/{form.App.Key}/{form.Key}";
        return notification switch
        {
            { Batch: { } batch } => $"{list}/{(notification.Kind == NotificationKind.Imported ? "import" : "export")}/{batch.Id}",
            { Gone: true } => null,
            { Kind: NotificationKind.Owner, Count: > 1 } => $"{list}?filter={Uri.EscapeDataString(Mine)}&sort=-updated_at",
            { Count: > 1 } => $"{list}?sort=-updated_at",
            { RecordId: { } id } => $"{list}/{id}",
            _ => null,
        };
    }
}
