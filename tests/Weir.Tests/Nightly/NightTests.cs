using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Nightly;
using Weir.Engine.Outbox;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Outbox;
using Xunit;

namespace Weir.Tests.Nightly;

/// <summary>What is done once for each day: by one process, in the organisation's time zone, also afterwards, and again from where it broke off.</summary>
public sealed class NightTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory, OnSqlite, OnPostgres]
    public async Task A_day_turns_at_midnight_of_the_organisation_and_only_once(DatabaseKind kind)
    {
        // The clock begins on Monday, 2 March 2026, 09:00 in Shanghai.
        await using var bureau = await Bureau.Open(kind);
        var night = new Night(bureau.Platform);
        Assert.Equal(0, await night.RunDue());
        Assert.Equal(0, await night.RunDue());
        bureau.Clock.Advance(TimeSpan.FromHours(14.9));
        Assert.Equal(0, await night.RunDue());
        bureau.Clock.Advance(TimeSpan.FromHours(0.2));
        // 00:06 on Tuesday: days are counted anew, the rest waits until two and three.
        Assert.Equal(1, await night.RunDue());
        Assert.Equal(0, await night.RunDue());
        bureau.Clock.Advance(TimeSpan.FromHours(3.5));
        Assert.Equal(Night.Tasks.Count - 1, await night.RunDue());
        bureau.Clock.Advance(-TimeSpan.FromHours(5));
        Assert.Equal(0, await night.RunDue());
        bureau.Clock.Advance(TimeSpan.FromHours(5) + Day * 9);
        // Nobody was there for nine nights: each is made up for once.
        Assert.Equal(Night.Tasks.Count, await night.RunDue());
        Assert.Equal(0, await night.RunDue());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Formulas_and_rollups_follow_the_day_without_a_version_or_a_history(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("due", new DateOnly(2026, 3, 12)));
        await bureau.Platform.Records.Save(bureau.As(bureau.Chief), new Draft(bureau.Step).Set("what", "a").Set("matter", matter.Id).Set("day", new DateOnly(2026, 3, 1)));
        var before = await Read(bureau, matter.Id);
        Assert.Equal((10m, 1m), (before["left"], before["recent"]));
        var night = new Night(bureau.Platform);
        await night.RunDue();
        bureau.Clock.Advance(Day * 8);
        await night.RunDue();
        var after = await Read(bureau, matter.Id);
        Assert.Equal((2m, 0m, before.Version, "孙磊"), (after["left"], after["recent"], after.Version, after["by"]));
        Assert.Single(await bureau.Platform.Query.History(bureau.As(bureau.Boss), bureau.Matter, matter.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_bin_is_emptied_after_thirty_days_with_comments_and_then_files(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var chief = bureau.As(bureau.Chief);
        using var content = new MemoryStream("hello"u8.ToArray());
        var file = await bureau.Platform.Files.Upload(chief, bureau.Matter, "a.txt", content);
        var (old, young, kept) = (await bureau.Add(bureau.Chief, "旧", ("paper", new[] { file.Id })), await bureau.Add(bureau.Chief, "新"), await bureau.Add(bureau.Chief, "留"));
        await bureau.Platform.Comments.Add(chief, bureau.Matter, old.Id, "x");
        var night = new Night(bureau.Platform);
        await night.RunDue();
        await bureau.Platform.Records.Delete(chief, bureau.Matter, old.Id);
        bureau.Clock.Advance(Day * 20);
        await bureau.Platform.Records.Delete(chief, bureau.Matter, young.Id);
        await night.RunDue();
        Assert.Equal(2, (await bureau.Platform.Query.List(chief, new ListQuery(bureau.Matter) { Bin = true })).Rows.Count);
        bureau.Clock.Advance(Day * 11);
        await night.RunDue();
        Assert.Equal(young.Id, Assert.Single((await bureau.Platform.Query.List(chief, new ListQuery(bureau.Matter) { Bin = true })).Rows).Id);
        Assert.Equal(kept.Id, Assert.Single((await bureau.Platform.Query.List(chief, new ListQuery(bureau.Matter))).Rows).Id);
        Assert.Empty(await bureau.Database.Read(s => CommentRows.Of(s, bureau.App.Schema, 1, old.Id, null, 10)));
        await Assert.ThrowsAsync<ProblemException>(() => bureau.Platform.Records.Restore(chief, bureau.Matter, old.Id));
        bureau.Clock.Advance(Day);
        await night.RunDue();
        Assert.Empty(await bureau.Database.Read(s => FileRows.Find(s, bureau.App.Schema, [file.Id])));
        Assert.Empty(System.IO.Directory.EnumerateFiles(Path.Combine(bureau.Folder, "files"), "*", SearchOption.AllDirectories));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_collaborator_whose_time_is_over_is_taken_out_of_the_record(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var chief = bureau.As(bureau.Chief);
        var matter = await bureau.Add(bureau.Chief, "搬迁", ("collaborators", new[] { bureau.Ben, bureau.Anna }));
        var now = bureau.Clock.GetUtcNow().UtcDateTime;
        await bureau.Platform.Sharing.Limit(chief, bureau.Matter, matter.Id, bureau.Ben, edit: false, now + Day / 2);
        await bureau.Platform.Sharing.Limit(chief, bureau.Matter, matter.Id, bureau.Anna, edit: true, now + Day * 5);
        var night = new Night(bureau.Platform);
        await night.RunDue();

        bureau.Clock.Advance(Day);
        await night.RunDue();

        Assert.Equal([bureau.Anna], (long[])(await Read(bureau, matter.Id))["collaborators"]!);
        Assert.Equal([bureau.Anna], (await bureau.Database.Read(s => ShareRows.Of(s, bureau.App.Schema, 1, matter.Id))).Select(s => s.PrincipalId));
        Assert.True((await bureau.Platform.Query.History(chief, bureau.Matter, matter.Id))[0].Changes.ContainsKey("collaborators"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Leftovers_are_swept_and_what_is_needed_stays(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        var chief = bureau.As(bureau.Chief);
        var matter = await bureau.Add(bureau.Chief, "搬迁");
        var now = bureau.Clock.GetUtcNow().UtcDateTime;
        using var content = new MemoryStream("hello"u8.ToArray());
        var stray = await bureau.Platform.Files.Upload(chief, bureau.Matter, "stray.txt", content);
        await bureau.Platform.Sharing.Share(chief, bureau.Matter, matter.Id, bureau.Ben, edit: false, until: now + Day / 2);
        await bureau.Platform.Sharing.Share(chief, bureau.Matter, matter.Id, bureau.Anna, edit: false, until: now + Day * 5);
        await bureau.Platform.Records.Save(chief, new Draft(bureau.Matter) { IdempotencyKey = "k" }.Set("name", "once"));
        var night = new Night(bureau.Platform);
        await night.RunDue();
        bureau.Clock.Advance(Day * 2);
        await bureau.Platform.Records.Save(chief, new Draft(bureau.Matter) { IdempotencyKey = "k2" }.Set("name", "twice"));
        await night.RunDue();
        Assert.Equal([bureau.Anna], (await bureau.Database.Read(s => ShareRows.Of(s, bureau.App.Schema, 1, matter.Id))).Select(s => s.PrincipalId));
        Assert.Empty(await bureau.Database.Read(s => FileRows.Find(s, bureau.App.Schema, [stray.Id])));
        Assert.Null(await bureau.Database.Read(s => OnceRows.Find(s, bureau.App.Schema, $"{bureau.Chief}:matter:k")));
        Assert.NotNull(await bureau.Database.Read(s => OnceRows.Find(s, bureau.App.Schema, $"{bureau.Chief}:matter:k2")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_night_that_broke_off_goes_on_where_it_was(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        for (var part = 0; part < 3; part++)
            await bureau.Platform.Records.SaveMany(bureau.As(bureau.Chief), [.. Enumerable.Range(0, 150).Select(i => new Draft(bureau.Matter).Set("name", "n").Set("due", new DateOnly(2026, 4, 1)))]);
        var night = new Night(bureau.Platform);
        await night.RunDue();
        bureau.Clock.Advance(Day);
        // The second part of 200 records fails; the first stays done.
        var loads = 0;
        bureau.Database.Faults.Arm("commit", () => { if (++loads == 12) throw new IOException("disk full"); });
        await night.RunDue();
        bureau.Database.Faults.Disarm();
        var broken = (await bureau.Database.Read(NightRows.All)).Single(r => r.Key == "day:bureau");
        Assert.Equal(("disk full", true), (broken.Error, broken.Cursor is not null));
        await night.RunDue();
        Assert.NotNull((await bureau.Database.Read(NightRows.All)).Single(r => r.Key == "day:bureau").Cursor);
        bureau.Clock.Advance(TimeSpan.FromMinutes(16));
        await new Night(bureau.Platform).RunDue();
        var all = await bureau.Platform.Query.List(bureau.As(bureau.Boss), new ListQuery(bureau.Matter) { Columns = [bureau.Matter.Path("left")!], Limit = 500 });
        Assert.Equal(450, all.Rows.Count(r => r.Values[0] is 29m));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_processes_share_the_night_and_do_nothing_twice(DatabaseKind kind)
    {
        await using var bureau = await Bureau.Open(kind);
        await using var other = kind == DatabaseKind.Postgres ? await bureau.Another(2) : null;
        Night[] nights = [new(bureau.Platform), new(other ?? bureau.Platform), new(bureau.Platform)];
        foreach (var night in nights) await night.RunDue();
        for (var day = 0; day < 3; day++)
        {
            bureau.Clock.Advance(Day);
            var finished = await Task.WhenAll(nights.Select(n => Task.Run(() => n.RunDue())));
            Assert.Equal(Night.Tasks.Count, finished.Sum());
        }
    }

    [Fact]
    public void Every_task_says_what_it_does_in_both_languages() =>
        Assert.All(Night.Tasks, task => Assert.True(task.Label.Zh.Length > 0 && task.Label.En.Length > 0));

    private static async Task<Weir.Engine.Records.Record> Read(Bureau bureau, long id) => (await bureau.Platform.Query.Get(bureau.As(bureau.Boss), bureau.Matter, id)).Record;
}
