using Weir.Engine.Actions;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>The acceptance customer from the opportunity on, as its people would work: every step by the action of the page.</summary>
internal sealed class QuoteToCash(Desk desk) : IAsyncDisposable
{
    public Desk Desk => desk;

    public long Account { get; private set; }

    public long Opportunity { get; private set; }

    public long Quote { get; private set; }

    public long Contract { get; private set; }

    public Dictionary<string, long> Products { get; } = [];

    public static async Task<QuoteToCash> Open(DatabaseKind kind)
    {
        var chain = new QuoteToCash(await Desk.Open(kind));
        await chain.Catalogue();
        return chain;
    }

    public long Book { get; private set; }

    /// <summary>Products A1, V2 and S1 with costs, and the default price book.</summary>
    private async Task Catalogue()
    {
        var prices = new Dictionary<string, decimal>();
        foreach (var (code, name, list, cost) in new[] { ("A1", "智能装配线", 600_000m, 460_000m), ("V2", "视觉检测仪", 85_000m, 45_000m), ("S1", "实施服务", 60_000m, 40_000m) })
        {
            prices[code] = list;
            Products[code] = (await desk.Create(Desk.Admin, "product", ("code", code), ("name", name), ("category", "other"), ("unit", "set"), ("list_price", list), ("cost_price", cost), ("tax_rate", 13m), ("status", "on_sale"))).Id;
        }
        var book = new Draft(desk.Form("price_book")).Set("name", "标准价").Set("scope", new[] { "all" }).Set("valid_from", new DateOnly(2026, 1, 1)).Set("is_default", true).Set("active", true);
        book.Lines["entries"] = [.. Products.Select(p => new DraftLine(null, new Dictionary<string, object?> { ["product"] = p.Value, ["price"] = prices[p.Key], ["min_qty"] = 1m }))];
        Book = (await desk.Records.Save(desk.Actor(Desk.Admin), book)).Record.Id;
    }

    /// <summary>Step 11: 1 × 600,000 + 4 × 85,000 + 1 × 60,000.</summary>
    public async Task Sell(decimal discount = 10m)
    {
        Account = (await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"), ("demand_type", "standard"), ("credit_code", "91320505MA1MABCD2X"))).Id;
        var draft = new Draft(desk.Form("opportunity")).Set("name", "智能装配线项目").Set("account", Account);
        draft.Lines["lines"] = [Line("A1", 1m, discount), Line("V2", 4m, discount), Line("S1", 1m, discount)];
        Opportunity = (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record.Id;
    }

    private DraftLine Line(string code, decimal qty, decimal discount) => new(null, new Dictionary<string, object?> { ["product"] = Products[code], ["qty"] = qty, ["discount"] = discount });

    /// <summary>Step 19: with 10 % off, one approver.</summary>
    public async Task Offer(params (string Key, object? Value)[] more)
    {
        Quote = (await Act(Desk.Rep, "opportunity", Opportunity, "quote", ("price_book", Book))).Open!.Value.Id;
        if (more.Length > 0) await Put("quote", Quote, more);
        await Act(Desk.Rep, "quote", Quote, "approval.submit");
        await Act(Desk.Manager, "quote", Quote, "approval.approve");
        await Act(Desk.Rep, "quote", Quote, "accept");
    }

    /// <summary>Step 21: the manager, then commercial and finance together, then the filing with its scan.</summary>
    public async Task Sign()
    {
        Contract = (await Act(Desk.Rep, "quote", Quote, "to_contract")).Open!.Value.Id;
        await Put("contract", Contract, ("cost_total", 680_000m), ("order_date", new DateOnly(2026, 11, 20)));
        await Act(Desk.Rep, "contract", Contract, "approval.submit");
        foreach (var signer in new[] { Desk.Manager, Desk.Commercial, Desk.Finance }) await Act(signer, "contract", Contract, "approval.approve");
        Unfiled = await desk.Read("contract", Contract);
        await Act(Desk.Commercial, "contract", Contract, "approval.approve", ("scan", new[] { await Scan() }));
    }

    /// <summary>The contract when all had signed and it was not filed yet.</summary>
    public Record? Unfiled { get; private set; }

    private async Task<long> Scan()
    {
        var id = desk.Ids.Next();
        await desk.Database.Write(s => Weir.Sql.Tables.FileRows.Add(s, desk.App.Schema, new(id, "scan.pdf", "application/pdf", 10, new string('0', 64), desk.Clock.Now.UtcDateTime, Desk.Commercial, desk.Form("contract").No, null, null, "new")));
        return id;
    }

    public static Dictionary<string, object?>[] Plan(params (decimal Percent, decimal? Amount, string Due)[] lines) =>
        [.. lines.Select(l => new Dictionary<string, object?> { ["milestone"] = "other", ["percent"] = l.Percent, ["due_date"] = DateOnly.Parse(l.Due) }
            .Concat(l.Amount is { } a ? [KeyValuePair.Create<string, object?>("amount", a)] : []).ToDictionary())];

    public Task<Acted> Act(long member, string form, long id, string action, params (string Key, object? Value)[] answers) => ActWith(member, form, id, action, null, answers);

    public async Task<Acted> ActWith(long member, string form, long id, string action, (string Key, Dictionary<string, object?>[] Lines)? lines, params (string Key, object? Value)[] answers)
    {
        var of = desk.Form(form);
        if (of.Action(action)!.Ask is not { } question) return await desk.Records.Act(desk.Actor(member), of, id, action);
        // As the dialog does: it begins with what the action prepares, and the person changes some of it.
        var draft = await desk.Records.Ask(desk.Actor(member), of, id, action);
        foreach (var (key, value) in answers) draft.Set(key, value);
        if (lines is { } given) draft.Lines[given.Key] = [.. given.Lines.Select(l => new DraftLine(null, l))];
        Assert.Same(question, draft.Form);
        return await desk.Records.Act(desk.Actor(member), of, id, action, draft);
    }

    public async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    /// <summary>What other capabilities will do by actions of their own.</summary>
    public Task Put(string form, long id, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(desk.Form(form)) { Id = id };
        foreach (var (key, value) in values) draft.Set(key, value);
        return desk.Records.Save(Weir.Engine.Access.Actor.System("test", desk.Directory), draft);
    }

    public ValueTask DisposeAsync() => desk.DisposeAsync();
}
