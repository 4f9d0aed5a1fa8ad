using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Carries the letters that wait for a time limit: what is due happens in the transaction that takes the letter, so once, however many processes there are.</summary>
public sealed class ApprovalTimer(AppStore apps, RecordStore records, People people) : Carrier
{
    internal const string Letter = "approval_due";

    public override string Kind => Letter;

    internal static string Payload(ApprovalRow row) => FormattableString.Invariant($"{row.FormNo} {row.RecordId} {ExpireAction.Written(row.Id, row.Round)}");

    public override async Task Carry(Letter letter, CancellationToken cancel)
    {
        var parts = letter.Row.Payload.Split(' ');
        var app = apps.Current.Values.FirstOrDefault(a => a.Schema == letter.Place);
        // An app or a form that is gone takes its limits with it; the letter is given up in time.
        var form = app?.FormNo(int.Parse(parts[0], CultureInfo.InvariantCulture)) ?? throw new InvalidOperationException("The form of this time limit is not here.");
        if (form.Action(ExpireAction.Name) is not { } action) throw new InvalidOperationException("The form has no approvals any more.");
        var asked = new Draft(action.Ask!).Set(ExpireAction.Round, parts[2]);
        await records.Do(Actor.System("approval", people.Current), form, long.Parse(parts[1], CultureInfo.InvariantCulture), action, asked, letter.Finish, cancel);
    }
}
