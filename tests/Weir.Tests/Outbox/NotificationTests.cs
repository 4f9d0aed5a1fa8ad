using Weir.Engine.Access;
using Weir.Engine.Outbox;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Xunit;
using Directory = Weir.Engine.Access.Directory;

namespace Weir.Tests.Outbox;

/// <summary>Members are told what others did that concerns them: once, after the commit, and never what they may not know.</summary>
public sealed class NotificationTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_becomes_owner_or_collaborator_is_told_and_whoever_does_it_is_not(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("owner", bureau.Anna));
        await bureau.Change(bureau.Chief, matter, ("collaborators", new[] { bureau.Ben, bureau.Chief }));
        var told = Assert.Single(await bureau.News(bureau.Anna));
        Assert.Equal((NotificationKind.Owner, bureau.Chief, matter.Id, "搬迁", false), (told.Kind, told.By, told.RecordId!.Value, told.Title, told.Read));
        Assert.Equal(NotificationKind.Collaborator, Assert.Single(await bureau.News(bureau.Ben)).Kind);
        Assert.Empty(await bureau.News(bureau.Chief));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Many_records_given_at_once_are_one_notification(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        await bureau.Platform.Records.SaveMany(bureau.As(bureau.Chief), [.. Enumerable.Range(0, 60).Select(i => new Draft(bureau.Matter).Set("name", "n" + i).Set("owner", bureau.Ben))]);
        Assert.Equal(60, Assert.Single(await bureau.News(bureau.Ben)).Count);
    }

    [Theory]
    [OnSqlite("import:77"), OnPostgres("import:77")]
    [OnSqlite("bulk")]
    public async Task The_chunks_of_an_import_or_a_bulk_change_add_to_one_unread_notification(DatabaseKind kind, string road)
    {
        await using var bureau = await Bureau.Open(kind);
        var importer = bureau.As(bureau.Chief).Via(road);
        for (var chunk = 0; chunk < 3; chunk++)
            await bureau.Platform.Records.SaveMany(importer, [.. Enumerable.Range(0, 5).Select(i => new Draft(bureau.Matter).Set("name", "n").Set("owner", bureau.Ben))]);
        Assert.Equal(15, Assert.Single(await bureau.News(bureau.Ben)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_mention_reaches_those_who_may_see_the_record_and_nobody_else(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Anna, "搬迁");
        await bureau.Platform.Comments.Add(bureau.As(bureau.Anna), bureau.Matter, matter.Id, "@孙磊 请看，@李伟 @陈昊 也看；写信到 a@李伟.com；@Anna Li");
        var told = Assert.Single(await bureau.News(bureau.Chief));
        Assert.Equal((NotificationKind.Mentioned, "搬迁"), (told.Kind, told.Title));
        Assert.StartsWith("@孙磊 请看", told.Excerpt, StringComparison.Ordinal);
        foreach (var member in new[] { bureau.Ben, bureau.Stranger, bureau.Anna }) Assert.Empty(await bureau.News(member));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_edited_comment_tells_only_those_whom_it_names_anew(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("collaborators", new[] { bureau.Anna, bureau.Ben }));
        var comment = await bureau.Platform.Comments.Add(bureau.As(bureau.Chief), bureau.Matter, matter.Id, "@Anna Li");
        await bureau.Platform.Comments.Edit(bureau.As(bureau.Chief), bureau.Matter, comment.Id, "@Anna Li @李伟");
        Assert.Equal(1, (await bureau.News(bureau.Anna)).Count(n => n.Kind == NotificationKind.Mentioned));
        Assert.Equal(1, (await bureau.News(bureau.Ben)).Count(n => n.Kind == NotificationKind.Mentioned));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_right_that_ends_before_delivery_tells_nothing_and_one_that_ends_later_hides_the_title(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Chief, "搬迁");
        await bureau.Platform.Sharing.Share(bureau.As(bureau.Chief), bureau.Matter, matter.Id, bureau.Ben, edit: false);
        await bureau.Platform.Sharing.Share(bureau.As(bureau.Chief), bureau.Matter, matter.Id, bureau.Anna, edit: false);
        await bureau.Platform.Sharing.Unshare(bureau.As(bureau.Chief), bureau.Matter, matter.Id, bureau.Ben);
        Assert.Empty(await bureau.News(bureau.Ben));
        Assert.Equal("搬迁", Assert.Single(await bureau.News(bureau.Anna)).Title);
        await bureau.Platform.Sharing.Unshare(bureau.As(bureau.Chief), bureau.Matter, matter.Id, bureau.Anna);
        var after = Assert.Single(await bureau.News(bureau.Anna));
        Assert.Equal((true, null, null), (after.Gone, after.Title, after.RecordId));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_title_that_may_not_be_read_is_not_told(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("owner", bureau.Blind));
        Assert.Equal("#" + matter.Id, Assert.Single(await bureau.News(bureau.Blind)).Title);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Who_has_left_and_a_record_in_the_bin_are_not_told_of(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("owner", bureau.Ben));
        await bureau.Add(bureau.Chief, "招聘", ("owner", bureau.Anna));
        await bureau.Platform.Records.Delete(bureau.As(bureau.Chief), bureau.Matter, matter.Id);
        await bureau.Platform.People.Deactivate(bureau.As(bureau.Boss), bureau.Anna);
        Assert.Empty(await bureau.News(bureau.Ben));
        Assert.Empty(await bureau.News(bureau.Anna));
        Assert.Equal(0, await bureau.Courier().CarryDue());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_leaves_from_a_change_that_was_rolled_back(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Chief, "搬迁");
        // The same save, broken off at each of its storage calls in turn, until it passes.
        foreach (var point in new[] { "execute", "query", "commit" })
        {
            for (var stop = 1; ; stop++)
            {
                var calls = 0;
                bureau.Database.Faults.Arm(point, () => { if (++calls == stop) throw new IOException("disk full"); });
                var saved = await Xunit.Record.ExceptionAsync(() => bureau.Change(bureau.Chief, matter, ("owner", bureau.Ben), ("name", $"{point}{stop}")));
                bureau.Database.Faults.Disarm();
                if (saved is null) break;
                Assert.Empty(await bureau.News(bureau.Ben));
            }
            Assert.Equal(1, (await bureau.News(bureau.Ben)).Count(n => !n.Read));
            await bureau.Platform.Notifications.SeeAll(bureau.As(bureau.Ben), long.MaxValue);
            await bureau.Database.Write(s => NotificationRows.RemoveBefore(s, DateTime.MaxValue.ToUniversalTime(), DateTime.MaxValue.ToUniversalTime()));
            await bureau.Change(bureau.Chief, matter, ("owner", bureau.Chief));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_accepted_invitation_is_told_to_whoever_made_it(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var (_, token) = await bureau.Platform.Invitations.Make(bureau.As(bureau.Boss), new("新人", "new@example.com", [], []));
        await bureau.Platform.Invitations.Accept(token, new("新人", "tq7mvkzx-9", "new@example.com"), new("127.0.0.1", "test"));
        var told = Assert.Single(await bureau.News(bureau.Boss));
        Assert.Equal((NotificationKind.Joined, "新人"), (told.Kind, bureau.Platform.People.Current.Members[told.By].Name));
    }

    [Theory]
    [InlineData("@李伟", "李伟")]
    [InlineData("请＠李伟看", "李伟")]
    [InlineData("@李伟伟", "李伟伟")]
    [InlineData("@ann, @Anna", "Ann Anna")]
    [InlineData("@Annabel x@李伟 @ 李伟 @走了", "")]
    public void Names_are_found_as_people_write_them(string text, string names)
    {
        string[] all = ["李伟", "李伟伟", "Ann", "Anna", "走了"];
        var directory = new Directory(all.Select((n, i) => new Member(i + 1, n, "", null, [], null, "en", n != "走了", false)), [], [], TimeZoneInfo.Utc);
        Assert.Equal(names, string.Join(' ', Mentions.Find(text, directory).Select(id => directory.Members[id].Name)));
    }
}
