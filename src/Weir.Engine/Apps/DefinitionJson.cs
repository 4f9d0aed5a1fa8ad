using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Weir.Engine.Apps;

/// <summary>How definitions are written as JSON: camel case, enums as words, unknown members and comments refused.</summary>
public static class DefinitionJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatSaysNothing } },
    };

    public static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    // Only what reading back puts there anyway: an enum is always written, because its first word need not be the one that a definition starts with.
    private static void LeaveOutWhatSaysNothing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => !property.IsRequired && !property.IsExtensionData))
            property.ShouldSerialize = (_, value) => value is not (null or false or 0 or "" or ICollection { Count: 0 });
    }
}
