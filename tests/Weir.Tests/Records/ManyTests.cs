using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Exchange;
using Xunit;

namespace Weir.Tests.Records;

/// <summary>Records saved together are judged exactly as each would be alone.</summary>
public sealed class ManyTests
{
    private static readonly string[] Labels = ["a", "b"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Together_each_is_refused_for_what_it_is_refused_for_alone(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var partner = await depot.Add(depot.Partner, ("name", "甲公司"), ("code", "A1"));
        var gone = await depot.Add(depot.Partner, ("name", "乙公司"), ("code", "A2"));
        await depot.Records.Delete(depot.As(Depot.Chief), depot.Partner, gone.Id);
        var clerk = depot.As(Depot.Clerk);
        Draft[] Drafts() =>
        [
            new Draft(depot.Deal).Set("name", "好").Set("amount", 5m), new Draft(depot.Deal).Set("amount", 5m), new Draft(depot.Deal).Set("name", "负").Set("amount", -1m),
            // Neither a partner that the clerk may not see nor one in the bin can be linked.
            new Draft(depot.Deal).Set("name", "链").Set("partner", partner.Id), new Draft(depot.Deal).Set("name", "链").Set("partner", gone.Id), new Draft(depot.Deal).Set("name", "链").Set("others", new[] { partner.Id, 12345L }),
            new Draft(depot.Deal).Set("name", "密").Set("secret", "x"), new Draft(depot.Deal).Set("name", "算").Set("double", 4m), new Draft(depot.Deal) { Id = 999 }.Set("name", "无"),
        ];
        var alone = new List<string>();
        foreach (var draft in Drafts())
        {
            try
            {
                alone.Add(Told((await depot.Records.Preview(clerk, draft)).Errors, "fine"));
            }
            catch (ProblemException refused)
            {
                alone.Add(refused.Problem.Code);
            }
        }
        var previews = await depot.Records.PreviewMany(clerk, Drafts());
        Assert.Equal(alone, previews.Select(p => p.Preview is null ? p.Problem!.Code : Told(p.Preview.Errors, "fine")));
        var saved = await depot.Records.SaveMany(clerk, Drafts());
        Assert.Equal(alone, saved.Select(s => s.Problem is null ? "fine" : Told(s.Problem.Errors, s.Problem.Code)));
        Assert.Equal(1, await depot.Count(depot.Deal));
        var worked = Drafts();
        await depot.Records.Early(clerk, worked);
        Assert.Contains(worked, d => d.Early is not null);
        saved = await depot.Records.SaveMany(clerk, worked);
        Assert.Equal(alone, saved.Select(s => s.Problem is null ? "fine" : Told(s.Problem.Errors, s.Problem.Code)));
        Assert.Equal(2, await depot.Count(depot.Deal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Worked_out_early_a_record_is_the_same_and_is_saved_once(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        var chief = depot.As(Depot.Chief);
        Draft[] Drafts() => [.. Enumerable.Range(0, 6).Select(n => new Draft(depot.Deal).Set("name", "单" + n).Set("amount", n * 1.5m))];
        var early = Drafts();
        Assert.True(await depot.Records.Early(chief, early));
        Assert.All(early, d => Assert.NotNull(d.Early));
        // A unit that lost against another one runs again: what was worked out early is stamped and numbered by then.
        var first = true;
        depot.Database.Faults.Arm("load", () =>
        {
            if (first) throw new InvalidOperationException("not foreseen");
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => depot.Records.SaveMany(chief, early));
        first = false;
        await depot.Records.SaveMany(chief, early);
        depot.Database.Faults.Disarm();
        var late = Drafts();
        await depot.Records.SaveMany(chief, late);
        var all = await depot.All(depot.Deal);
        Assert.Equal(12, all.Count);
        string[] keys = ["name", "amount", "double", "state", "owner", "created_at", "version"];
        Assert.Equal(all.Take(6).Select(Values), all.Skip(6).Select(Values));
        Assert.Equal(12, all.Select(r => r["deal_no"]).Distinct().Count());

        string Values(Weir.Engine.Records.Record record) => string.Join('|', keys.Select(k => k == "version" ? record.Version : record[k]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_needs_the_database_or_was_worked_out_long_ago_is_worked_out_when_it_is_saved(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var admin = desk.Actor(Desk.Admin);
        var account = await desk.Create(Desk.Admin, "account", ("name", "苏州精工机械有限公司"));
        Draft[] drafts = [new Draft(desk.Form("invoice")).Set("account", account.Id), new Draft(desk.Form("account")).Set("name", "常州恒力机电有限公司")];
        await desk.Records.Early(admin, drafts);
        // The invoice takes its title from the account.
        Assert.Null(drafts[0].Early);
        Assert.NotNull(drafts[1].Early);
        desk.Clock.Now += TimeSpan.FromHours(1);
        var saved = await desk.Records.SaveMany(admin, [drafts[1]]);
        Assert.Equal(desk.Clock.Now.UtcDateTime, saved[0].Saved!.Record["created_at"]);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_twin_of_a_stored_record_or_of_one_before_it_is_refused_and_the_others_are_saved(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await depot.Add(depot.Partner, ("name", "甲公司"), ("code", "A1"));
        Draft New(string code) => new Draft(depot.Partner).Set("name", "公司" + code).Set("code", code);
        var saved = await depot.Records.SaveMany(depot.As(Depot.Chief), [New("B1"), New("Ａ１"), New("B2"), New("b2"), New("B3")]);
        Assert.Equal([null, "field.not_unique", null, "field.not_unique", null], saved.Select(s => s.Problem?.Errors[0].Code));
        Assert.Equal(4, await depot.Count(depot.Partner));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_preview_of_many_takes_no_number_and_writes_nothing(DatabaseKind kind)
    {
        await using var depot = await Depot.Open(kind);
        await depot.Records.PreviewMany(depot.As(Depot.Chief), [.. Labels.Select(l => new Draft(depot.Deal).Set("name", l))]);
        Assert.Equal(0, await depot.Count(depot.Deal));
        Assert.Equal("D00001", (await depot.Add(depot.Deal, ("name", "一")))["deal_no"]);
    }

    private static string Told(IReadOnlyList<FieldError> errors, string otherwise) => errors.Count == 0 ? otherwise : string.Join(",", errors.Select(e => e.Field + ":" + e.Code));
}
