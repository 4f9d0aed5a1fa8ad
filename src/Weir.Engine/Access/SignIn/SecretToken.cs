using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Engine.Access.SignIn;

/// <summary>Random tokens of 256 bits, which are shown once and then known only by their hash. Says nothing about what they open.</summary>
internal static class SecretToken
{
    /// <summary>Found in code and logs by scanners for leaked secrets.</summary>
    public const string ApiPrefix = "weir_";

    private const int Length = 43;

    public static string New(string prefix = "") => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is stored of a token; null when the text cannot be one at all, so that no query runs with an empty or missing value.</summary>
    /// <remarks>A plain hash is enough: nobody guesses 256 random bits.</remarks>
    public static string? Hash(string? token, string prefix = "")
    {
        if (token is null || token.Length != prefix.Length + Length || !token.StartsWith(prefix, StringComparison.Ordinal)) return null;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }
}
