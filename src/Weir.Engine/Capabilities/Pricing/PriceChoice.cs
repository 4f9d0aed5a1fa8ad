using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;
using Weir.Sql.Query;

namespace Weir.Engine.Capabilities.Pricing;

/// <summary>Finds the prices of one record's lines. Books are asked in this order: the one that the record names; those in its currency; those limited to what it
/// is, the stronger limit first; the preferred one; the one that began last. A line keeps its price while nothing changes by which it was found.</summary>
internal sealed class PriceChoice(SaveUnit unit, PricePlan plan)
{
    private const int MostBooks = 500;

    public async ValueTask Apply()
    {
        SettleRate();
        var chooses = ChoosesBook();
        var moved = unit.Before is not null && plan.Inputs.Append(plan.Book).OfType<Field>().Any(unit.HasChanged);
        var typed = Typed();
        var rows = unit.Record.Lines(plan.Lines);
        var lines = rows.Where((l, i) => l[plan.Product] is long && (moved || chooses || Asks(l, typed[i]))).ToList();
        if (!chooses && lines.Count == 0) return;
        var books = await Books();
        if (chooses)
        {
            var former = unit.Record[plan.Book!];
            unit.Record[plan.Book!] = books.Count > 0 ? books[0].Id : null;
            if (unit.Before is not null && !plan.Book!.Type.Same(former, unit.Record[plan.Book])) lines = [.. rows.Where(l => l[plan.Product] is long)];
        }
        if (lines.Count == 0) return;
        if (plan.Otherwise is not null) await unit.Linked.Load(lines, [[plan.Product]]);
        var entries = (await RecordRows.LinesBy(unit.Session, plan.Entries, plan.EntryProduct, [.. lines.Select(l => (long)l[plan.Product]!).Distinct()]))
            .GroupBy(e => (e.Record, (long)e.Line[plan.EntryProduct]!)).ToDictionary(g => g.Key, g => g.Select(e => e.Line).ToList());
        for (var i = 0; i < rows.Count; i++)
            if (lines.Contains(rows[i])) Price(rows[i], typed[i], books, entries);
    }

    public static bool IsValid(PricePlan plan, Record book, DateOnly day) =>
        (plan.Active is null || book[plan.Active] is true) && !(plan.ValidFrom is { } from && book[from] is DateOnly first && first > day) && !(plan.ValidTo is { } to && book[to] is DateOnly last && last < day);

    private void Price(Record line, bool typed, IReadOnlyList<Record> books, Dictionary<(long Book, long Product), List<Record>> entries)
    {
        var byHand = typed || Before(line) is { } before && Same(plan.Product, before, line) && before[plan.Price] is not null && !plan.Price.Type.Same(before[plan.Price], before[plan.Given]) && line[plan.Price] is not null;
        var (price, floor) = Found(line, books, entries);
        line[plan.Given] = price;
        if (plan.Floor is { } lowest) line[lowest] = floor;
        if (!byHand) line[plan.Price] = price;
    }

    private (object? Price, object? Floor) Found(Record line, IReadOnlyList<Record> books, Dictionary<(long Book, long Product), List<Record>> entries)
    {
        var quantity = line[plan.Quantity] as decimal? ?? 1m;
        foreach (var book in books)
        {
            if (Factor(book) is not { } factor || !entries.TryGetValue((book.Id, (long)line[plan.Product]!), out var tiers)) continue;
            if (tiers.Where(t => From(t) <= quantity && t[plan.EntryPrice] is decimal).MaxBy(From) is { } tier)
                return (Times(plan.Price, tier[plan.EntryPrice], factor), plan is { Floor: { } lowest, EntryFloor: { } floor } ? Times(lowest, tier[floor], factor) : null);
        }
        var otherwise = plan.Otherwise is { } field && Factor(null) is { } own && unit.Linked.Follow(line, [plan.Product]) is { } product ? Times(plan.Price, product[field], own) : null;
        return (otherwise, null);
    }

    private decimal From(Record tier) => plan.EntryFrom is { } from && tier[from] is decimal quantity ? quantity : 0m;

    private static object? Times(Field to, object? value, decimal rate) => value is decimal amount ? to.Type.FromFormula(to, rate == 1m ? amount : Math.Round(amount / rate, 2, MidpointRounding.AwayFromZero)) : null;

    /// <summary>By what a price is divided to stand in the currency of the record; null when nobody knows. What is in no book is in the house's own currency.</summary>
    private decimal? Factor(Record? book)
    {
        if (plan.Currency is null) return 1m;
        var theirs = book is null || plan.BookCurrency is null ? plan.Own : book[plan.BookCurrency] as string ?? plan.Own;
        if (theirs == Currency) return 1m;
        return theirs == plan.Own && unit.Record[plan.Rate!] is decimal and > 0 and var rate ? rate : null;
    }

    private string Currency => unit.Record[plan.Currency!] as string ?? plan.Own;

    /// <summary>One's own currency is worth itself; another's rate is asked for anew, as the former says nothing about it.</summary>
    private void SettleRate()
    {
        if (plan.Currency is not { } currency) return;
        if (Currency == plan.Own) unit.Record[plan.Rate!] = 1m;
        else if (unit.HasChanged(currency) && !unit.Draft.Values.ContainsKey(plan.Rate!.Key) && unit.Before is { } before && plan.Rate.Type.Same(before[plan.Rate], unit.Record[plan.Rate])) unit.Record[plan.Rate] = null;
    }

    private bool ChoosesBook()
    {
        if (plan.Book is not { } book) return false;
        if (unit.Draft.Values.TryGetValue(book.Key, out var mine) && mine is not null) return false;
        return unit.Before is null || unit.Record[book] is null || plan.Inputs.Any(i => i != plan.Rate && unit.HasChanged(i));
    }

    /// <summary>For each line whether somebody typed its price in this save.</summary>
    private bool[] Typed()
    {
        var rows = unit.Record.Lines(plan.Lines);
        var typed = new bool[rows.Count];
        if (!unit.Draft.Lines.TryGetValue(plan.Lines.Key, out var drafts)) return typed;
        var at = 0;
        foreach (var draft in drafts)
        {
            // A line that somebody else deleted has been refused and is not there.
            if (at >= rows.Count || draft.Id is { } id && rows[at].Id != id) continue;
            var before = Before(rows[at]);
            typed[at] = draft.Values.TryGetValue(plan.Price.Key, out var value) && value is not null && (before is null || !plan.Price.Type.Same(before[plan.Price], value));
            at++;
        }
        return typed;
    }

    private bool Asks(Record line, bool typed) =>
        typed || line[plan.Price] is null || Before(line) is not { } before || !Same(plan.Product, before, line) || !Same(plan.Quantity, before, line);

    private Record? Before(Record line) => line.Id == 0 ? null : unit.Before?.Lines(plan.Lines).FirstOrDefault(l => l.Id == line.Id);

    private static bool Same(Field field, Record a, Record b) => field.Type.Same(a[field], b[field]);

    /// <summary>The books that the record may go by today, the best first.</summary>
    private async ValueTask<List<Record>> Books()
    {
        var joins = new Conditions.JoinPlan();
        var select = new Select(plan.Books.Table, Conditions.JoinPlan.Root, [Conditions.JoinPlan.Id(Conditions.JoinPlan.Root)], joins.Joins, new Predicate.Empty(joins.Operand(plan.Books[SystemFields.DeletedAt])), RowScope.Everything,
            [new Sort(Conditions.JoinPlan.Id(Conditions.JoinPlan.Root), Descending: true, Nullable: false)], Limit: MostBooks);
        var ids = await unit.Session.Query(QueryWriter.Select(unit.Session.Dialect, select), r => r.Long(0));
        await unit.Linked.Load([unit.Record], plan.Ways);
        var named = plan.Book is { } link ? unit.Record[link] as long? : null;
        if (named is { } id && !ids.Contains(id)) ids.Add(id);
        return [.. (await RecordRows.Read(unit.Session, plan.Books, ids, lines: false)).Values
            .Where(b => Factor(b) is not null && (b.Id == named && !ChoosesBook() || IsValid(plan, b, unit.Today) && Fits(b) is not null))
            .OrderByDescending(b => b.Id == named && !ChoosesBook())
            .ThenByDescending(b => Factor(b) == 1m).ThenByDescending(b => Fits(b) ?? 0)
            .ThenByDescending(b => plan.Preferred is { } preferred && b[preferred] is true)
            .ThenByDescending(b => plan.ValidFrom is { } from ? b[from] as DateOnly? : null).ThenByDescending(b => b.Id)];
    }

    /// <summary>How closely a book is limited to what the record is, higher is closer; null when it is meant for others. Within one kind of limit any option does, all kinds must hold.</summary>
    private int? Fits(Record book)
    {
        var scope = plan.Scope is { } field ? book[field] as IReadOnlyCollection<string> ?? [] : [];
        var closeness = 0;
        foreach (var limit in plan.Fit)
        {
            var options = limit.Where(o => scope.Contains(o.Key)).ToList();
            closeness <<= 1;
            if (options.Count == 0) continue;
            if (!options.Any(o => RuleBook.Holds(o.Value, unit.Record, unit.Linked, unit.Actor, unit.Now))) return null;
            closeness++;
        }
        return closeness;
    }
}
