using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pricing;

/// <summary>What somebody was offered or sold a thing at before: the latest prices on other records, as far as the actor may read them. Decides no price.</summary>
public sealed class PriceHistory
{
    public const int Most = 5;

    /// <summary>So many of the latest records are looked through.</summary>
    private const int Deep = 30;

    private readonly PricePlan plan;
    private readonly IReadOnlyList<Source> sources;

    internal PriceHistory(PricePlan plan, Field buyer, IReadOnlyList<Source> sources) => (this.plan, Buyer, this.sources) = (plan, buyer, sources);

    /// <summary>The link of the record to whom it is for.</summary>
    public Field Buyer { get; }

    public Field Lines => plan.Lines;

    public Field Product => plan.Product;

    /// <summary>What the book gives.</summary>
    public Field Given => plan.Given;

    public Field? Floor => plan.Floor;

    /// <summary>What is held against the floor.</summary>
    public Field Net => plan.Net;

    public Field? Book => plan.Book;

    /// <summary>Null for a form that keeps no prices, or looks nowhere for former ones.</summary>
    public static PriceHistory? Of(Form form) => Pricing.Plan(form)?.History;

    /// <summary>The latest first.</summary>
    /// <param name="query">Reads as the actor may.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="buyer">To whom it was offered or sold.</param>
    /// <param name="product">What.</param>
    /// <param name="except">The record in hand, which is no history.</param>
    /// <param name="cancel">Ends the search.</param>
    public async Task<IReadOnlyList<FormerPrice>> Find(RecordQuery query, Actor actor, long buyer, long product, long? except, CancellationToken cancel = default)
    {
        var found = new List<FormerPrice>();
        foreach (var source in sources)
        {
            var access = FormAccess.Of(actor, source.Form);
            if (!access.Can(Operation.View) || !new[] { source.Lines, source.Product, source.Price, source.By, source.On }.All(access.Reads)) continue;
            var to = Condition.Compile(source.Form, new() { Field = source.By.Key, Op = "is", Value = JsonSerializer.SerializeToElement(buyer) });
            var page = await query.List(actor, new(source.Form) { Columns = [new([], source.Form.Title)], Where = new Condition.All([to, source.When]), Sort = [(new([], source.On), true)], Limit = Deep }, cancel);
            var before = found.Count;
            foreach (var row in page.Rows.Where(r => r.Id != except || source.Form != plan.Lines.Form))
            {
                if (found.Count - before >= Most) break;
                var record = (await query.Get(actor, source.Form, row.Id, cancel)).Record;
                foreach (var line in record.Lines(source.Lines).Where(l => l[source.Product] is long id && id == product && l[source.Price] is decimal).Take(1))
                    found.Add(new(source.Form, record.Id, record[source.Form.Title], source.On, record[source.On], (decimal)line[source.Price]!, source.Price, source.Quantity is { } quantity && access.Reads(quantity) ? line[quantity] as decimal? : null) { Currency = source.Price.CodeIn(record) });
            }
        }
        return [.. found.OrderByDescending(f => f.At switch { DateTime moment => moment, DateOnly day => day.ToDateTime(TimeOnly.MaxValue), _ => DateTime.MinValue }).Take(Most)];
    }

    /// <summary>A form on which former prices stand, compiled.</summary>
    internal sealed record Source(Form Form, Field Lines, Field Product, Field Price, Field? Quantity, Field By, Field On, Condition When);
}

/// <summary>One former price, and where it stands.</summary>
public sealed record FormerPrice(Form Form, long Id, object? Title, Field On, object? At, decimal Price, Field Column, decimal? Quantity)
{
    /// <summary>In which the price stands; null for the house's.</summary>
    public string? Currency { get; init; }
}
