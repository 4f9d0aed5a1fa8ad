using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Fulfilment;

/// <summary>Each line of a record says which line of another record it fulfils: found by the product while nobody has said so, and refused where there is none. How much is
/// left is a roll-up there, and a rule there keeps it; here it is told at the cell.</summary>
public sealed class Fulfilment : Capability
{
    public const string KeyOf = "fulfilment";

    public override string Key => KeyOf;

    internal override object Prepare(Form form, JsonElement settings) => FulfilmentPlan.Compile(form, Read<FulfilmentSettings>(form.Key, settings));

    /// <summary>The form of a new record begins with what is still open, unless it has a line of the other record already.</summary>
    internal override async ValueTask Propose(SaveUnit unit)
    {
        if (!unit.Creating || unit.Draft.ByAction || unit.Form.Settings<FulfilmentPlan>(KeyOf) is not { LayOut: { } columns } || await Source(unit) is not { } source) return;
        var (plan, access) = (source.Plan, FormAccess.Of(unit.Actor, source.Plan.From.Form));
        if (!access.Can(Operation.View) || !access.Reads(plan.From) || !access.Reads(plan.FromProduct) || unit.Record.Lines(plan.Lines).Any(l => source.Open.Any(o => plan.Product.Type.Same(o.Line[plan.FromProduct], l[plan.Product])))) return;
        var open = source.Open.Where(o => o.Left > 0).Select(o => Laid(o.Line, o.Left)).ToList();
        if (open.Count == 0) return;
        unit.Draft.Lines[plan.Lines.Key] = [.. open.Select(values => new DraftLine(null, values))];
        unit.Record[plan.Lines] = open.Select(Line).ToList();

        Dictionary<string, object?> Laid(Record line, decimal left)
        {
            var values = new Dictionary<string, object?> { [plan.Product.Key] = line[plan.FromProduct], [plan.Quantity.Key] = left };
            foreach (var (to, from) in columns.Where(c => access.Reads(c.From))) values[to.Key] = Taken(to, from, line);
            return values;
        }

        Record Line(Dictionary<string, object?> values)
        {
            var line = new Record(plan.Lines.Lines!);
            foreach (var field in line.Form.Fields) line[field] = values.TryGetValue(field.Key, out var value) ? value : Defaults.Constant(field, unit.Actor, unit.Now);
            return line;
        }
    }

    private static object? Taken(Field to, Field from, Record line) => line[from] is not { } value ? null : to.Type == from.Type ? value : from.Type.ForFormula(from, value) is { } plain ? to.Type.FromFormula(to, plain) : null;

    internal override async ValueTask BeforeSave(SaveUnit unit)
    {
        if (await Source(unit) is not { } source) return;
        var plan = source.Plan;
        var taken = new Dictionary<long, decimal>();
        foreach (var line in unit.Record.Lines(plan.Lines))
        {
            var named = source.Named(line);
            if (named is null || unit.Before is { } before && line.Id != 0 && before.Lines(plan.Lines).FirstOrDefault(l => l.Id == line.Id) is { } was && !plan.Product.Type.Same(was[plan.Product], line[plan.Product]))
            {
                var room = source.Open.Where(o => plan.Product.Type.Same(o.Line[plan.FromProduct], line[plan.Product])).Select(o => (o.Line, Left: o.Left - taken.GetValueOrDefault(o.Line.Id))).ToList();
                named = (room.FirstOrDefault(r => r.Left >= Quantity(plan, line)).Line ?? room.OrderByDescending(r => r.Left).FirstOrDefault().Line);
                line[plan.Names] = named?.Id.ToString(CultureInfo.InvariantCulture);
            }
            if (named is null) continue;
            taken[named.Id] = taken.GetValueOrDefault(named.Id) + Quantity(plan, line);
            foreach (var (to, from) in plan.Take) line[to] = named[from] is { } value && from.Type.ForFormula(from, value) is { } plain ? to.Type.FromFormula(to, plain) : null;
        }
    }

    internal override async ValueTask Validate(SaveUnit unit)
    {
        if (await Source(unit) is not { } source) return;
        var (plan, taken) = (source.Plan, new Dictionary<long, decimal>());
        foreach (var (i, line) in unit.Record.Lines(plan.Lines).Index())
        {
            if (line[plan.Product] is null) continue;
            if (source.Named(line) is not { } named)
            {
                var open = await Titles(unit, source);
                unit.Refuse($"{plan.Lines.Key}[{i}].{plan.Product.Key}", "fulfilment.not_there", open.Zh.Length > 0
                    ? ($"“{plan.Of.Label.Zh}”里没有它。还可以安排：{open.Zh}。", $"It is not on the {plan.Of.Label.En.ToLowerInvariant()}. Still open: {open.En}.")
                    : ($"“{plan.Of.Label.Zh}”里没有它，其余也都已安排完。", $"It is not on the {plan.Of.Label.En.ToLowerInvariant()}, of which nothing else is open."));
                continue;
            }
            var left = source.Open.First(o => o.Line.Id == named.Id).Left;
            taken[named.Id] = taken.GetValueOrDefault(named.Id) + Quantity(plan, line);
            if (taken[named.Id] > left)
                unit.Refuse($"{plan.Lines.Key}[{i}].{plan.Quantity.Key}", "fulfilment.too_much", ($"超过剩余数量，最多还有 {Math.Max(0, left):0.######}。", $"More than remains: at most {Math.Max(0, left):0.######}."));
        }
    }

    /// <summary>The lines that can be fulfilled, each with what is left for this record; null where nothing here has changed, or where there are no lines to speak of.</summary>
    private static async ValueTask<Lines?> Source(SaveUnit unit)
    {
        if (unit.Form.Settings<FulfilmentPlan>(KeyOf) is not { } plan || !(unit.Creating || unit.HasChanged(plan.Lines) || unit.HasChanged(plan.Of)) || unit.Record[plan.Of] is not long id) return null;
        if (await RecordRows.Read(unit.Session, plan.From.Form, id, lines: true) is not { Deleted: false } other || other.Lines(plan.From) is not { Count: > 0 } lines) return null;
        var own = unit.Before is { } before && plan.Of.Type.Same(before[plan.Of], unit.Record[plan.Of]) ? before.Lines(plan.Lines) : [];
        var mine = own.Where(l => l[plan.Names] is string).GroupBy(l => (string)l[plan.Names]!).ToDictionary(g => g.Key, g => g.Sum(l => Quantity(plan, l)));
        return new(plan, [.. lines.Select(l => (l, (l[plan.Open] as decimal? ?? 0m) + mine.GetValueOrDefault(l.Id.ToString(CultureInfo.InvariantCulture))))]);
    }

    private static decimal Quantity(FulfilmentPlan plan, Record line) => line[plan.Quantity] as decimal? ?? 0m;

    private static async ValueTask<Words> Titles(SaveUnit unit, Lines source)
    {
        var open = source.Open.Where(o => o.Left > 0).Take(5).ToList();
        await unit.Linked.Load([.. open.Select(o => o.Line)], [[source.Plan.FromProduct]]);
        var named = open.Select(o => (Title: unit.Linked.Follow(o.Line, [source.Plan.FromProduct]) is { } product
            ? product.Form.Title.Type.Text(product.Form.Title, product[product.Form.Title], new Display(true, unit.Actor.Directory, unit.Now)) : "…", o.Left)).ToList();
        return (string.Join("、", named.Select(n => $"{n.Title} {n.Left:0.######}")), string.Join(", ", named.Select(n => $"{n.Title} {n.Left:0.######}")));
    }

    private sealed record Lines(FulfilmentPlan Plan, IReadOnlyList<(Record Line, decimal Left)> Open)
    {
        public Record? Named(Record line) => line[Plan.Names] is string text && long.TryParse(text, CultureInfo.InvariantCulture, out var id) ? Open.FirstOrDefault(o => o.Line.Id == id).Line : null;
    }
}
