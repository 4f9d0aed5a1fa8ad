using Weir.Engine.Actions;
using Weir.Engine.Capabilities.Pipeline;
using Weir.Engine.Exchange;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.FieldTypes;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.LeadToCash;

/// <summary>The opportunities of the acceptance scenario and those who work on them: steps 11 to 20 as far as stages are concerned.</summary>
internal sealed class Deals(Desk desk) : IAsyncDisposable
{
    private const string Form = "opportunity";

    public Desk Desk => desk;

    public StageQuery Stages { get; } = new(desk.Database, desk.Clock);

    public static async Task<Deals> Open(DatabaseKind kind) => new(await Desk.Open(kind));

    /// <summary>Step 11, as the conversion of the lead would create it: three lines of together a million, account and contact.</summary>
    public async Task<Record> Hengli(params (string Key, object? Value)[] more)
    {
        var lines = new List<DraftLine>();
        foreach (var (code, price, qty) in new[] { ("A1", 600_000m, 1m), ("V2", 85_000m, 4m), ("S1", 60_000m, 1m) })
        {
            var product = await desk.Create(Desk.Admin, "product", ("code", code), ("name", code), ("category", "other"), ("unit", "set"), ("list_price", price), ("tax_rate", 13m), ("status", "on_sale"));
            lines.Add(new(null, new Dictionary<string, object?> { ["product"] = product.Id, ["qty"] = qty }));
        }
        var account = await desk.Create(Desk.Rep, "account", ("name", "苏州恒力精密机械有限公司"), ("demand_type", "standard"));
        var contact = await Person(account.Id, "马丽");
        var draft = new Draft(desk.Form(Form)).Set("name", "智能装配线项目").Set("account", account.Id).Set("primary_contact", contact);
        // An amount is typed only where there are no lines.
        if (more.All(m => m.Key != "amount")) draft.Lines["lines"] = lines;
        foreach (var (key, value) in more) draft.Set(key, value);
        return (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record;
    }

    public async Task<long> Person(long account, string name, bool key = false) =>
        (await desk.Create(Desk.Rep, "contact", ("name", name), ("account", account), ("mobile", "138" + Random.Shared.Next(10_000_000, 99_999_999)), ("is_key", key))).Id;

    public async Task<Record> Roles(Record deal, params (long Contact, string? Role, string? Stance)[] people)
    {
        var draft = new Draft(desk.Form(Form)) { Id = deal.Id };
        draft.Lines["contact_roles"] = [.. people.Select(p => new DraftLine(null, new Dictionary<string, object?> { ["contact"] = p.Contact, ["buying_role"] = p.Role, ["stance"] = p.Stance }))];
        return (await desk.Records.Save(desk.Actor(Desk.Rep), draft)).Record;
    }

    public Task<Record> Talk(long deal, long member = Desk.Rep) => desk.Create(member, "activity", ("target", new RecordRef(Form, deal)), ("type", "phone"), ("content", "电话沟通需求"));

    /// <summary>Everything that the second stage asks for.</summary>
    public async Task Ready(Record deal)
    {
        await Roles(deal, (await Person((long)deal["account"]!, "张伟", key: true), "decision_maker", null));
        await Talk(deal.Id);
        await desk.Change(Desk.Rep, await Read(deal.Id), ("demand", "装配线提速 20%"));
    }

    public Task<Record> Read(long id) => desk.Read(Form, id);

    public Task<Acted> Move(long id, string to, long member = Desk.Rep, string? reason = null, string? from = null) => Act(member, id, "pipeline.move", (StageQuery.To, to), (StageQuery.Reason, reason), (StageQuery.From, from));

    public Task<Acted> Act(long member, long id, string action, params (string Key, object? Value)[] answers)
    {
        var form = desk.Form(Form);
        var draft = new Draft(form.Action(action)!.Ask!);
        foreach (var (key, value) in answers.Where(a => a.Value is not null)) draft.Set(key, value);
        return desk.Records.Act(desk.Actor(member), form, id, action, draft);
    }

    public async Task<Problem> Refused(Func<Task> work) => (await Assert.ThrowsAsync<ProblemException>(work)).Problem;

    /// <summary>Imports opportunities by their titles, in the name of a member.</summary>
    public async Task<Batch> Import(long member, params object?[][] rows)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("weir-deals-").FullName;
        var context = new ExchangeContext(desk.Database, desk.Apps, desk.Records, desk.Query, desk.Ids, desk.Clock, () => desk.Directory, new ExchangeFiles(folder));
        var imports = new Importer(context);
        var stream = new MemoryStream();
        using (var writer = SheetWriter.Xlsx(stream))
        {
            writer.Begin("Sheet1", [.. rows[0].Select(t => new SheetColumn((string)t!) { Format = SheetFormat.Number() })]);
            foreach (var row in rows.Skip(1)) writer.Write(row);
            writer.Finish();
        }
        stream.Position = 0;
        var batch = await imports.Upload(desk.Actor(member), desk.Form(Form), stream, "history.xlsx");
        var columns = batch.Import.Columns.Where(c => c.Target is not null).ToDictionary(c => c.Index, c => c.Target!);
        await imports.Start(desk.Actor(member), desk.App, batch.Id, new ImportChoice(columns, ImportMode.Create, null, false));
        await using (var runner = new BatchRunner(context, [new ImportWork(context)]))
            while (await runner.RunNext()) { }
        System.IO.Directory.Delete(folder, true);
        return await imports.Progress(desk.Actor(member), desk.App, batch.Id);
    }

    public ValueTask DisposeAsync() => desk.DisposeAsync();
}
