using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>What members are told of records that come into a pool: one letter for each former owner, and one for each who looks after the pool. Decides nothing.</summary>
internal static class PoolTidings
{
    /// <param name="by">Who did it and is told nothing; 0 for the system.</param>
    /// <param name="back">Each with its former owner.</param>
    public static async ValueTask Send(Session session, PoolBook book, Directory directory, RecordIds ids, DateTime now, long by, IReadOnlyList<(long? From, Record Record)> back)
    {
        foreach (var same in back.GroupBy(b => b.From, b => b.Record.Id))
            if (same.Key is { } owner && owner != by) await Tell(owner, NotificationKind.Recycled, [.. same]);
        foreach (var same in back.GroupBy(b => b.Record[HandingFields.Pool] as string, b => b.Record.Id))
            foreach (var admin in book.Find(same.Key)?.Definition.Admins.Of(directory, book.Form.App.Key) ?? [])
                if (admin != by) await Tell(admin, NotificationKind.PoolFilled, [.. same]);

        ValueTask Tell(long to, NotificationKind kind, IReadOnlyList<long> about) => Of(book.Form, to, kind, by, about, now, directory.Zone).Send(session, book.Form.App, ids, now);
    }

    /// <summary>Thousands come in parts; to the receiver it is one thing that happened this day.</summary>
    public static Tidings Of(Form form, long to, NotificationKind kind, long by, IReadOnlyList<long> about, DateTime now, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, zone));
        return new(to, kind, by)
        {
            FormNo = form.No, Records = [.. about.Take(Tidings.MostRecords)], Count = about.Count, Thread = FormattableString.Invariant($"pool/{form.App.Key}/{form.Key}/{kind.Word()}/{day:yyyyMMdd}"),
        };
    }
}
