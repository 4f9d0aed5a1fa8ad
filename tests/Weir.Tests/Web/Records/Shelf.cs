using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Records;

/// <summary>Records of every form of the template for tests of pages: made through the engine, with whatever the form demands.</summary>
internal sealed class Shelf(TestHost host)
{
    private readonly Dictionary<(long, string), Record> made = [];
    private int count;

    public Actor Actor(long member) => host.Platform.People.Current.Actor(member);

    public async Task<Record> Make(long member, string form, params (string Key, object? Value)[] values)
    {
        var actor = Actor(member);
        var draft = new Draft(host.App[form]);
        foreach (var (key, value) in values) draft.Set(key, value);
        // The plan of a contract in force is its whole amount.
        if (form == "payment_plan" && values.All(v => v.Key != "contract") && await Make(host.Admin.MemberId, "contract") is var planned) draft.Set("contract", planned.Id).Set("amount", planned["amount"]);
        // What is sold, so that plans, payments and deliveries have something to be about.
        foreach (var lines in host.App[form].LineFields.Where(l => l.Key == "lines" && !(form == "opportunity" && values.Any(v => v.Key == "amount")))) await Mend(member, draft, new FieldError(lines.Key, "", ("", "")));
        // What is delivered is held against what was sold.
        if (form == "contract" && values.FirstOrDefault(v => v.Key == "amount").Value is decimal amount)
            draft.Lines["lines"] = [new DraftLine(null, new Dictionary<string, object?>(draft.Lines["lines"][0].Values) { ["qty"] = 1_000m, ["list_price"] = amount / 1_000m })];
        for (var round = 0; ; round++)
        {
            try
            {
                var record = (await host.Platform.Records.Save(actor, draft)).Record;
                // Only a contract that is carried out is paid, invoiced and delivered.
                return form == "contract" ? await Change(Engine.Access.Actor.System("test", host.Platform.People.Current), record, ("status", "executing")) : record;
            }
            catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid && round < 6 && !refused.Problem.Errors.Any(e => values.Any(v => v.Key == e.Field)))
            {
                foreach (var error in refused.Problem.Errors) await Mend(member, draft, error);
            }
        }
    }

    /// <summary>One record of each form that may be asked for again.</summary>
    public async Task<Record> Some(long member, string form)
    {
        if (!FormAccess.Of(Actor(member), host.App[form]).Can(Operation.Create)) member = host.Admin.MemberId;
        if (!made.TryGetValue((member, form), out var record)) made[(member, form)] = record = await Make(member, form);
        return record;
    }

    public Task<Record> Change(long member, Record record, params (string Key, object? Value)[] values) => Change(Actor(member), record, values);

    private async Task<Record> Change(Actor actor, Record record, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(record.Form) { Id = record.Id };
        foreach (var (key, value) in values) draft.Set(key, value);
        return (await host.Platform.Records.Save(actor, draft)).Record;
    }

    public async Task<Record> Read(Record record) => (await host.Platform.Query.Get(host.Admin, record.Form, record.Id)).Record;

    private async Task Mend(long member, Draft draft, FieldError error)
    {
        var name = error.Field.Split('[')[0];
        if (draft.Form.Find(name) is not { } field) return;
        if (field.Lines is not { } lines)
        {
            draft.Set(name, await Value(member, field));
            return;
        }
        var line = new Dictionary<string, object?>();
        foreach (var column in lines.Live.Where(c => c.Definition.Required && c.Editable)) line[column.Key] = await Value(member, column);
        draft.Lines[name] = [new DraftLine(null, line)];
    }

    private async Task<object?> Value(long member, Field field)
    {
        if (field.Type.LinkedForm(field) is { } form) return (await Some(member, form)).Id;
        if (field.Type.Options(field) is { Count: > 0 } options) return field.Type.Kind(field) == ValueKind.Many ? new[] { options[0].Key } : options[0].Key;
        return field.Type.Kind(field) switch
        {
            ValueKind.Number => field.Key.Contains("no", StringComparison.Ordinal) ? (decimal)++count : 10m,
            ValueKind.Date => new DateOnly(2026, 11, 20),
            ValueKind.Moment => new DateTime(2026, 11, 20, 2, 0, 0, DateTimeKind.Utc),
            ValueKind.YesNo => true,
            ValueKind.Reference when field.Type.LookUp(field) == "members" => member,
            ValueKind.Reference => new RecordRef("account", (await Some(member, "account")).Id),
            ValueKind.Many when field.Type.HoldsFiles => new[] { (await host.Platform.Files.Upload(Actor(member), field.Form.Parent ?? field.Form, "样例.png", new MemoryStream([1]))).Id },
            _ when field.Type.SearchAs(field) == Engine.Search.SearchKind.Phone => $"1380013{++count:0000}",
            _ when field.Definition.Key == "tax_no" => "91320505MA1X5K2T7B",
            _ => field.Key == "period" ? "2026-11" : $"样例 {field.Key} {++count}",
        };
    }
}
