using System.Text.Json;
using Weir.Engine.Actions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Conversion;

/// <summary>Records are converted into others, which take over what is known and show where they come from; the converted record is read only afterwards.</summary>
public sealed class Conversion : Capability
{
    internal const string Name = "conversion";

    private static readonly string[] StaysOpen = [SystemFields.Owner, SystemFields.Collaborators];

    public override string Key => Name;

    internal override JsonElement InFull(JsonElement settings) => InFull<ConversionDefinition>(settings);

    internal override object? Prepare(Form form, JsonElement settings)
    {
        var definition = Read<ConversionDefinition>(form.Key, settings);
        if (definition.Targets.Count == 0) throw new DefinitionError($"{form.Key}.capabilities.{Name}", "conversion.no_target", ("请至少设置一个转化目标。", "Name at least one form that records are converted into."));
        foreach (var target in definition.Targets)
        {
            var to = ConversionQuestion.Target(form, target);
            if (form.Find(target.Keep) is { } keep) to.Origins = [.. to.Origins, keep];
        }
        return definition;
    }

    internal override IEnumerable<RecordAction> Actions(Form form) => [new ConvertAction(form, form.Settings<ConversionDefinition>(Name)!)];

    /// <summary>What has been converted goes on elsewhere.</summary>
    internal override ValueTask Validate(SaveUnit unit)
    {
        if (unit.Before is null || unit.Draft.ByAction || unit.Actor.IsSystem || !IsConverted(unit.Before, unit.Form[unit.Form.Settings<ConversionDefinition>(Name)!.Targets[0].Keep])) return ValueTask.CompletedTask;
        foreach (var key in unit.Draft.Values.Keys.Concat(unit.Draft.Lines.Keys).Except(StaysOpen))
            if (unit.Form.Find(key) is { } field && unit.HasChanged(field))
                unit.Refuse(key, "conversion.locked", ("已转化，不能再修改；请到转化后的记录上操作。", "This has been converted and cannot be changed any more; go on with the new records."));
        return ValueTask.CompletedTask;
    }

    internal static bool IsConverted(Record record, Field keep) => record[keep] is long;
}
