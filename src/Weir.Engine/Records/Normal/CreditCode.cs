namespace Weir.Engine.Records;

/// <summary>The unified social credit code of a Chinese organisation (统一社会信用代码): 18 characters, the last a check character.</summary>
public static class CreditCode
{
    // GB 32100-2015: 31 characters (no I, O, S, V, Z); the weight of position i is 3^i mod 31.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Length = 18;

    /// <summary>Capital letters, half width, without blanks and punctuation. Empty for null.</summary>
    public static string Normalize(string? text) => NormalText.Key(text).ToUpperInvariant();

    /// <summary>Whether length, characters and check character are right; not whether the organisation exists.</summary>
    public static bool IsValid(string? text)
    {
        var code = Normalize(text);
        if (code.Length != Length || !code.All(c => Alphabet.Contains(c, StringComparison.Ordinal)))
            return false;
        var (sum, weight) = (0, 1);
        foreach (var character in code[..^1])
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % Alphabet.Length;
        }

        return Alphabet[(Alphabet.Length - (sum % Alphabet.Length)) % Alphabet.Length] == code[^1];
    }
}
