using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Fulfilment;

/// <summary>Whose line items those of a form fulfil, as data: a delivery those of its order. <see cref="FulfilmentPlan"/> is what is made of it.</summary>
internal sealed record FulfilmentSettings
{
    /// <summary>The line items.</summary>
    public required string Lines { get; init; }

    /// <summary>Their text column with the id of the line that each fulfils.</summary>
    public required string Names { get; init; }

    /// <summary>A column of both by which lines find each other while nobody has said which.</summary>
    public required string Product { get; init; }

    public required string Quantity { get; init; }

    /// <summary>The link to the record whose lines are fulfilled.</summary>
    public required string Of { get; init; }

    /// <summary>The line items there.</summary>
    public required string From { get; init; }

    /// <summary>Their column with what is still open.</summary>
    public required string Open { get; init; }

    /// <summary>Column here ← column there, taken over whatever is typed.</summary>
    public IReadOnlyDictionary<string, string> Take { get; init; } = new Dictionary<string, string>();

    /// <summary>The form of a new record begins with the lines that are open there, and with these columns of theirs; it does not when null.</summary>
    public IReadOnlyDictionary<string, string>? LayOut { get; init; }
}

/// <summary>The compiled settings: fields instead of keys.</summary>
internal sealed record FulfilmentPlan(Field Lines, Field Names, Field Product, Field Quantity, Field Of, Field From, Field FromProduct, Field Open, IReadOnlyList<(Field To, Field From)> Take, IReadOnlyList<(Field To, Field From)>? LayOut)
{
    public static FulfilmentPlan Compile(Form form, FulfilmentSettings settings)
    {
        var lines = form.Find(settings.Lines) is { Lines: not null } own ? own : throw Missing(form, settings.Lines);
        var of = Find(form, settings.Of);
        var other = of.Type.LinkedForm(of) is { } key && form.App.Find(key) is { } found ? found : throw Missing(form, settings.Of);
        var from = other.Find(settings.From) is { Lines: not null } theirs ? theirs : throw Missing(other, settings.From);
        return new(lines, Find(lines.Lines!, settings.Names), Find(lines.Lines!, settings.Product), Find(lines.Lines!, settings.Quantity), of, from, Find(from.Lines!, settings.Product), Find(from.Lines!, settings.Open),
            Pairs(settings.Take), settings.LayOut is null ? null : Pairs(settings.LayOut));

        List<(Field, Field)> Pairs(IReadOnlyDictionary<string, string> columns) => [.. columns.Select(t => (Find(lines.Lines!, t.Key), Find(from.Lines!, t.Value)))];

        Field Find(Form at, string name) => at.Find(name) is { Column: not null } field ? field : throw Missing(at, name);

        DefinitionError Missing(Form at, string name) => new($"{form.Key}.capabilities.{Fulfilment.KeyOf}", "fulfilment.unknown_field", ($"没有字段“{at.Key}.{name}”。", $"There is no field '{at.Key}.{name}'."));
    }
}
