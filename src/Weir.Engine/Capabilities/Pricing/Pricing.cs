using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pricing;

/// <summary>Line items take their prices from the book that fits best, and say when one goes below what the book allows. What a person typed is never replaced; discounts are formulas.</summary>
public sealed class Pricing : Capability
{
    public const string KeyOf = "pricing";

    public override string Key => KeyOf;

    public override IReadOnlyList<FieldDefinition> Fields(JsonElement settings) => settings.TryGetProperty("floor", out _)
        ? [new() { Key = settings.TryGetProperty("marker", out var key) ? key.GetString()! : "below_floor", Type = "yes_no", Label = ("低于最低价", "Below the floor price"), ReadOnly = true }]
        : [];

    internal override object Prepare(Form form, JsonElement settings) => PricePlan.Compile(form, Read<PricingSettings>(form.Key, settings));

    internal static PricePlan? Plan(Form form) => form.Settings<PricePlan>(KeyOf);

    internal override bool Derives => true;

    /// <summary>Asked after the formulas, which make the net price.</summary>
    internal override void Derive(Record record, LinkedRecords linked, Actor actor, DateTime now)
    {
        if (Plan(record.Form) is not { Marker: { } marker } plan) return;
        plan.Share?.Apply(record);
        var below = plan.IsBelow(record);
        if (below || record[marker] is true) record[marker] = below;
    }

    internal override ValueTask BeforeSave(SaveUnit unit) => Plan(unit.Form) is { } plan ? new PriceChoice(unit, plan).Apply() : ValueTask.CompletedTask;

    internal override async ValueTask Validate(SaveUnit unit)
    {
        if (unit.Draft.ByAction || unit.Draft.History || Plan(unit.Form) is not { Book: { } link } plan || !unit.HasChanged(link) || unit.Record[link] is not long) return;
        await unit.Linked.Load([unit.Record], [[link]]);
        if (unit.Linked.Follow(unit.Record, [link]) is { } book && !PriceChoice.IsValid(plan, book, unit.Today))
            unit.Refuse(link.Key, "pricing.book_not_valid", ($"所选的“{link.Label.Zh}”今天无效或已停用，请另选一张。", $"The '{link.Label.En}' you chose is not valid today or not active; choose another."));
    }
}
