using System.Text.Json;
using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

public abstract partial class FieldType
{
    /// <summary>The keys in a definition which this type does not declare: most often slips of the pen.</summary>
    public IEnumerable<string> UnknownSettings(FieldDefinition definition) => definition.Settings.Keys.Except(Settings.Select(s => s.Key));

    /// <summary>Refuses settings that are not of the declared kind, before <see cref="Prepare"/> reads them.</summary>
    /// <exception cref="DefinitionError">A number is written as text, a list as a word …</exception>
    public void CheckSettings(Field field)
    {
        foreach (var setting in Settings)
            if (field.Definition.Settings.TryGetValue(setting.Key, out var given) && given.ValueKind != JsonValueKind.Null && !Setting.Fits(setting, given))
                throw Setting.Wrong(field, setting.Key, (
                    $"设置“{setting.Label.Zh}”（{setting.Key}）的写法不对。", $"The setting '{setting.Label.En}' ({setting.Key}) is not written as it should be."));
    }

    /// <summary>What <see cref="Prepare"/> made, also where this type stands in for the result of a computed field.</summary>
    protected static T Own<T>(Field field) => (T)(field.Prepared is ComputedResult computed ? computed.Prepared : field.Prepared)!;
}
