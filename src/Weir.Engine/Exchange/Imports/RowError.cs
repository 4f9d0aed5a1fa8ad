using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Weir.Engine.Forms;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Why a row of a file was not imported: where it stands, and what to do about it.</summary>
/// <param name="Row">As the spreadsheet program numbers it.</param>
/// <param name="Column">Title of the column in the file; empty when it is about the row as a whole.</param>
public sealed record RowError(int Row, string Column, string Code, Words Message)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    internal static string Write(IReadOnlyList<RowError> errors) => JsonSerializer.Serialize(errors, Options);

    internal static IReadOnlyList<RowError> Read(string? text) => text is null ? [] : JsonSerializer.Deserialize<RowError[]>(text, Options)!;
}
