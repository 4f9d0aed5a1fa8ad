using System.Globalization;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Exchange.Imports;

/// <summary>A value that a field would take, for the sample row of a template: the field's own placeholder or option first, then what its type can read.</summary>
internal static class SampleValue
{
    private static readonly string[] Candidates =
        ["示例", "Sample", "13800138000", "name@example.com", "https://www.example.com", "江苏省苏州市", "江苏省苏州市工业园区星湖街 1 号", "100", "91320594MA1MXXXX0X", "A0001", "是"];

    public static string Of(Field field, Display display)
    {
        if (field.Type.Options(field).FirstOrDefault(o => !o.Retired) is { } option) return display.Say(option.Label);
        return field.Type.Kind(field) switch
        {
            ValueKind.Date => display.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ValueKind.Moment => display.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 09:30",
            ValueKind.YesNo => display.Chinese ? "是" : "Yes",
            _ when field.Type.IsReference => display.Chinese ? "（已有记录的名称）" : "(title of an existing record)",
            _ => Candidates.Prepend(field.Definition.Placeholder?.In(display.Chinese) ?? "").FirstOrDefault(text => Fits(field, text, display)) ?? Person(field, display),
        };
    }

    /// <summary>Members and departments are read by name.</summary>
    private static string Person(Field field, Display display) =>
        display.Directory.Members.Values.Where(m => m.Active).Select(m => m.Name).Concat(display.Directory.Departments.Values.Select(d => d.Name)).FirstOrDefault(name => Fits(field, name, display)) ?? "";

    private static bool Fits(Field field, string text, Display display)
    {
        try
        {
            return field.Type.FromText(field, text, display) is { } value && !field.Type.Check(field, value).Any();
        }
        catch (ValueError)
        {
            return false;
        }
    }
}
