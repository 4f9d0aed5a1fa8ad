using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Weir.Engine.Exchange.Exports;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Forms;

namespace Weir.Engine.Exchange.Batches;

/// <summary>What a batch is to do and how far it has come, as it is kept beside the batch: every chunk of work writes it in its own transaction.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ImportPlan), "import")]
[JsonDerivedType(typeof(ExportPlan), "export")]
public abstract record BatchPlan
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>What the person called the file, or the name under which it is offered.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Rows in all; 0 when nobody has counted.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that are dealt with.</summary>
    public long Handled { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    /// <summary>Why it failed.</summary>
    public Words? Failure { get; init; }

    /// <summary>The runner that works on it, until <see cref="HeldUntil"/>; then another may take it.</summary>
    public string? Holder { get; init; }

    public DateTime? HeldUntil { get; init; }

    /// <summary>How often it broke off at the same place.</summary>
    public int Tries { get; init; }

    internal string Write() => JsonSerializer.Serialize(this, Options);

    internal static BatchPlan Read(string body) => JsonSerializer.Deserialize<BatchPlan>(body, Options)!;
}
