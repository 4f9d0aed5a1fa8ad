using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Problems;

namespace Weir.Engine.Access;

/// <summary>What stands on papers beside the name of the company. Null is left out.</summary>
/// <param name="NameEn">On papers in English; the name of the organisation otherwise.</param>
/// <param name="Bank">Bank and account, at the foot.</param>
/// <param name="Logo">A PNG or JPEG image, at most <see cref="MostLogo"/> bytes.</param>
public sealed record Letterhead(string? NameEn = null, string? Address = null, string? AddressEn = null, string? Phone = null, string? Website = null, string? TaxNo = null, string? Bank = null, byte[]? Logo = null)
{
    public const int MostLogo = 200 << 10;

    internal const int Longest = 200;

    public static Letterhead Empty { get; } = new();

    /// <summary>The image as an address that carries it along; null when there is none.</summary>
    public string? LogoUrl => Logo is not null && TypeOf(Logo) is { } type ? $"data:{type};base64,{Convert.ToBase64String(Logo)}" : null;

    internal static Letterhead Read(string? body) => string.IsNullOrEmpty(body) ? Empty : JsonSerializer.Deserialize<Letterhead>(body, DefinitionJson.Options) ?? Empty;

    internal string Write() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    /// <summary>The same with its texts trimmed, and everything that is wrong with it.</summary>
    internal Letterhead Checked(List<FieldError> errors)
    {
        if (Logo is { Length: > MostLogo }) errors.Add(new("logo", "letterhead.logo_large", ($"图片超过 {MostLogo >> 10} KB，请缩小后再上传。", $"The image is larger than {MostLogo >> 10} KB; make it smaller.")));
        else if (Logo is not null && TypeOf(Logo) is null) errors.Add(new("logo", "letterhead.logo_type", ("请上传 PNG 或 JPEG 图片。", "Upload a PNG or JPEG image.")));
        return this with
        {
            NameEn = Line("name_en", NameEn), Address = Line("address", Address), AddressEn = Line("address_en", AddressEn), Phone = Line("phone", Phone), Website = Line("website", Website),
            TaxNo = Line("tax_no", TaxNo), Bank = Line("bank", Bank),
        };

        string? Line(string field, string? text)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            if (!PeopleChange.IsLine(text.Trim(), Longest)) errors.Add(new(field, "letterhead.text", ($"请写成一行，最多 {Longest} 个字。", $"One line of at most {Longest} characters.")));
            return text.Trim();
        }
    }

    /// <summary>By its first bytes, whatever it calls itself.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> image) =>
        image.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png" : image.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg" : null;
}
