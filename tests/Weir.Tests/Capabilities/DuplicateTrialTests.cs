using System.Text.Json.Nodes;
using Weir.Engine.Capabilities.Duplicates;
using Weir.Engine.Problems;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Capabilities;

/// <summary>Keys of duplicates are tried with typed values before they are published, and a wrong one is named.</summary>
public sealed class DuplicateTrialTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_trial_says_which_key_hits_what_and_changes_nothing(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var lead = await desk.Create(Desk.Rep, "lead", ("company_name", "苏州恒力机电有限公司"), ("contact_name", "张三"), ("mobile", "13812345678"), ("wechat", "hengli"), ("source", "advertising"));
        var account = await desk.Create(Desk.Rep, "account", ("name", "恒力机电（苏州）有限公司"), ("phone", "051288886666"));
        var keys = Keys(new() { Fields = ["mobile", "wechat"] }, new() { Fields = ["company_name"], Like = true, Also = new Dictionary<string, IReadOnlyList<string>> { ["account"] = ["name"] }, Reaction = Reaction.Warn }, new() { Fields = ["email"] });

        var tried = await Trials(desk).Try(desk.Actor(Desk.Admin), desk.Form("lead"), keys, Typed(desk, "lead", ("mobile", "+86 138-1234-5678"), ("wechat", "HENGLI"), ("company_name", "恒力机电")));

        Assert.Equal([("lead", lead.Id, Desk.Rep)], tried[0]!.Hits.Select(h => (h.Form.Key, h.Id, h.OwnerId!.Value)));
        Assert.Equal([("lead", lead.Id), ("account", account.Id)], tried[1]!.Hits.Select(h => (h.Form.Key, h.Id)));
        Assert.Equal(KeyTrial.Empty, tried[2]!.How);
        Assert.Equal(KeyTrial.Compared, (await Trials(desk).Try(desk.Actor(Desk.Admin), desk.Form("lead"), keys, Typed(desk, "lead", ("mobile", "13812345678"), ("wechat", "other"))))[0]!.How);
        await Assert.ThrowsAsync<ProblemException>(() => Trials(desk).Try(desk.Actor(Desk.Rep), desk.Form("lead"), keys, Typed(desk, "lead")));
        Assert.Equal(5, desk.Form("lead").Definition.Capabilities["duplicates"].GetProperty("keys").GetArrayLength());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_not_kept_yet_is_tried_later_and_counts_once_it_is_published(DatabaseKind kind)
    {
        await using var desk = await Desk.Open(kind);
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力机电有限公司"));
        var like = new KeyDefinition { Fields = ["name"], Like = true, Reaction = Reaction.Warn };
        await PoolTests.Settings(desk, "lead", "duplicates", s => s["keys"]![2]!["also"] = new JsonObject());
        await PoolTests.Settings(desk, "account", "duplicates", s => ((JsonArray)s["keys"]!).RemoveAt(2));
        Assert.Null(desk.Form("account").Find("name_sound"));
        await desk.Change(Desk.Rep, await desk.Read("account", account.Id), ("name", "无锡博远精密机械"));

        Assert.Equal(KeyTrial.Later, (await Trials(desk).Try(desk.Actor(Desk.Admin), desk.Form("account"), Keys(like), Typed(desk, "account", ("name", "博远精密机械"))))[0]!.How);
        await PoolTests.Settings(desk, "account", "duplicates", s => ((JsonArray)s["keys"]!).Add(new JsonObject { ["fields"] = new JsonArray("name"), ["like"] = true, ["reaction"] = "warn" }));

        Assert.Equal([account.Id], (await Trials(desk).Try(desk.Actor(Desk.Admin), desk.Form("account"), Keys(like), Typed(desk, "account", ("name", "博远精密机械"))))[0]!.Hits.Select(h => h.Id));
    }

    [Theory]
    [OnSqlite("""{ "fields": ["remark_of_nobody"] }""", "duplicates.unknown_field"), OnPostgres("""{ "fields": ["remark_of_nobody"] }""", "duplicates.unknown_field")]
    [OnSqlite("""{ "fields": ["wechat"] }""", "duplicates.no_index")]
    [OnSqlite("""{ "fields": ["mobile"], "also": { "contact": [] } }""", "duplicates.bad_also")]
    [OnSqlite("""{ "fields": ["mobile"], "reactions": { "import": "touch" } }""", "duplicates.bad_import")]
    [OnSqlite("""{ "fields": ["company_name"], "like": true, "also": { "competitor": ["name"] } }""", "duplicates.no_sound")]
    public async Task A_publication_that_is_refused_says_which_key_is_wrong(DatabaseKind kind, string key, string code)
    {
        await using var desk = await Desk.Open(kind);

        var wrong = await Assert.ThrowsAsync<ProblemException>(() => PoolTests.Settings(desk, "lead", "duplicates", s => ((JsonArray)s["keys"]!).Add(JsonNode.Parse(key))));

        var error = Assert.Single(wrong.Problem.Errors);
        Assert.Equal(code, error.Code);
        Assert.StartsWith("“线索”的第 6 条查重规则：", error.Message.Zh, StringComparison.Ordinal);
        Assert.StartsWith("Rule 6 for duplicates of 'Leads': ", error.Message.En, StringComparison.Ordinal);
    }

    private static DuplicateTrials Trials(Desk desk) => new(desk.Database, desk.Clock);

    private static DuplicatesDefinition Keys(params KeyDefinition[] keys) => new() { Keys = keys };

    private static Record Typed(Desk desk, string form, params (string Key, object? Value)[] values)
    {
        var record = new Record(desk.Form(form));
        foreach (var (key, value) in values) record[record.Form[key]] = value;
        return record;
    }
}
