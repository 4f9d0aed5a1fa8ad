using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pricing;

/// <summary>The compiled settings of a form's prices: fields instead of keys, conditions instead of data. Looks nothing up.</summary>
internal sealed class PricePlan
{
    private readonly string place;

    private PricePlan(Form form, PricingSettings settings)
    {
        place = $"{form.Key}.capabilities.{Pricing.KeyOf}";
        Lines = form.Find(settings.Lines) is { Lines: not null } lines ? lines : throw Missing(form, settings.Lines);
        var line = Lines.Lines!;
        (Product, Quantity, Price, Given) = (Of(line, settings.Product), Of(line, settings.Quantity), Of(line, settings.Price), Of(line, settings.Given));
        (Floor, Net) = (Maybe(line, settings.Floor), Maybe(line, settings.Net) ?? Price);
        Marker = Floor is null ? null : Of(form, settings.Marker);
        if (settings.Share is { } share) Share = new(this, Of(form, share.Of), Of(line, share.By), Of(line, share.Into));
        Book = Maybe(form, settings.Book);
        if (Product.Type.LinkedForm(Product) is not { } product || form.App.Find(product) is not { } products) throw Missing(line, settings.Product);
        Otherwise = Maybe(products, settings.Otherwise);
        if (settings.Currency is { } currency) (Currency, Rate, Own) = (Of(form, currency.Field), Of(form, currency.Rate), currency.Own);
        Books = form.App.Find(settings.Books.Form) ?? throw new DefinitionError(place, "pricing.no_form", ($"没有表单“{settings.Books.Form}”。", $"There is no form '{settings.Books.Form}'."));
        Entries = Books.Find(settings.Books.Lines) is { Lines: not null } entries ? entries : throw Missing(Books, settings.Books.Lines);
        var entry = Entries.Lines!;
        (EntryProduct, EntryPrice) = (Of(entry, settings.Books.Product), Of(entry, settings.Books.Price));
        (EntryFloor, EntryFrom) = (Maybe(entry, settings.Books.Floor), Maybe(entry, settings.Books.From));
        (ValidFrom, ValidTo, Active) = (Maybe(Books, settings.Books.ValidFrom), Maybe(Books, settings.Books.ValidTo), Maybe(Books, settings.Books.Active));
        (Preferred, BookCurrency, Scope) = (Maybe(Books, settings.Books.Default), Maybe(Books, settings.Books.Currency), Maybe(Books, settings.Books.Scope));
        Fit = [.. settings.Fit.Select(f => (IReadOnlyDictionary<string, Condition>)f.ToDictionary(o => o.Key, o => Condition.Compile(form, o.Value)))];
        if (settings is { For: { } buyer, History.Count: > 0 }) History = new(this, Of(form, buyer), [.. settings.History.Select(h => Source(form, h))]);
        var conditions = Fit.SelectMany(f => f.Values).SelectMany(c => c.Paths).ToList();
        Ways = [.. conditions.Select(p => p.Via).Where(v => v.Count > 0)];
        Inputs = [.. conditions.Select(p => p.Via.Count > 0 ? p.Via[0] : p.Field).Concat([Currency, Rate]).OfType<Field>().Distinct()];
    }

    public Field Lines { get; }
    public Field Product { get; }
    public Field Quantity { get; }
    public Field Price { get; }
    public Field Given { get; }
    public Field? Floor { get; }
    public Field Net { get; }
    public Field? Marker { get; }

    /// <summary>A discount on the whole that lines bear; null where there is none.</summary>
    public PriceShare? Share { get; }

    public Field? Book { get; }
    public Field? Otherwise { get; }
    public Field? Currency { get; }
    public Field? Rate { get; }
    public string Own { get; } = "";
    public Form Books { get; }
    public Field Entries { get; }
    public Field EntryProduct { get; }
    public Field EntryPrice { get; }
    public Field? EntryFloor { get; }
    public Field? EntryFrom { get; }
    public Field? ValidFrom { get; }
    public Field? ValidTo { get; }
    public Field? Active { get; }
    public Field? Preferred { get; }
    public Field? BookCurrency { get; }
    public Field? Scope { get; }
    public IReadOnlyList<IReadOnlyDictionary<string, Condition>> Fit { get; }

    /// <summary>Where former prices are found; null when nowhere.</summary>
    public PriceHistory? History { get; }

    /// <summary>The links that its conditions follow.</summary>
    public IReadOnlyList<IReadOnlyList<Field>> Ways { get; }

    /// <summary>Fields of the record on which the choice of a book rests.</summary>
    public IReadOnlyList<Field> Inputs { get; }

    public static PricePlan Compile(Form form, PricingSettings settings) => new(form, settings);

    /// <summary>Whether one of the lines costs less than its book allows.</summary>
    public bool IsBelow(Record record) => record.Lines(Lines).Any(l => l[Floor!] is decimal floor && (l[Net] is decimal net && net < floor || Share?.IsBelow(l, floor) == true));

    private PriceHistory.Source Source(Form form, HistorySettings given)
    {
        var other = form.App.Find(given.Form) ?? throw new DefinitionError(place, "pricing.no_form", ($"没有表单“{given.Form}”。", $"There is no form '{given.Form}'."));
        if (other.Find(given.Lines) is not { Lines: { } columns } lines) throw Missing(other, given.Lines);
        return new(other, lines, Of(columns, given.Product), Of(columns, given.Price), Maybe(columns, given.Quantity), Of(other, given.By), Of(other, given.On), Condition.Compile(other, given.When));
    }

    private Field? Maybe(Form form, string? key) => key is null ? null : Of(form, key);

    private Field Of(Form form, string key) => form.Find(key) is { Column: not null } field ? field : throw Missing(form, key);

    private DefinitionError Missing(Form form, string key) =>
        new(place, "pricing.no_field", ($"“{form.Label.Zh}”没有字段“{key}”。", $"'{form.Label.En}' has no field '{key}'."));
}
