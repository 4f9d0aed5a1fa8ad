using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Weir.Engine.Access.SignIn;

/// <summary>Passwords that are tried first everywhere: whole ones, and the habits by which people build them. Not a measure of strength.</summary>
/// <remarks>A habit is a common word with common characters behind or before it (<c>woaini1314</c>, <c>Admin@123</c>, <c>888zhang</c>), a run on
/// the keyboard or in the alphabet, one part repeated, or a date of birth.</remarks>
internal static class CommonPasswords
{
    private static readonly FrozenSet<string> Whole = Read("whole");
    private static readonly FrozenSet<string> Words = Read("words");
    private static readonly FrozenSet<string> Tails = Read("tails");

    private static readonly string[] Runs =
    [
        "01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba",
        "qwertyuiopasdfghjklzxcvbnm", "mnbvcxzlkjhgfdsapoiuytrewq", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "!@#$%^&*()_+", "147258369963852741", "qazwsxedcrfvtgbyhnujmikolp", "a1b2c3d4e5f6g7h8i9j0",
    ];

    public static bool Contains(string password)
    {
        var text = password.ToLowerInvariant();
        return Whole.Contains(text) || IsRun(text) || IsRepeated(text) || IsDate(text) || IsBuilt(text);
    }

    private static bool IsRun(string text) =>
        Runs.Any(r => r.Contains(text, StringComparison.Ordinal)) || text.Skip(1).Zip(text, (b, a) => b - a).Distinct().Count() == 1;

    /// <summary>One part again and again: aaaaaaaa, 12121212, abcabcabc, 5201314 5201314.</summary>
    private static bool IsRepeated(string text)
    {
        for (var part = 1; part <= text.Length / 2; part++)
        {
            if (text.Length % part != 0 && part > 3) continue;
            if (Enumerable.Range(part, text.Length - part).All(i => text[i] == text[i - part])) return true;
        }
        return false;
    }

    private static bool IsDate(string text) =>
        text.Length == 8 && DateTime.TryParseExact(
            text, ["yyyyMMdd", "ddMMyyyy", "MMddyyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is > 1930 and < 2040;

    /// <summary>A common word (or nothing) with common tails on either side.</summary>
    private static bool IsBuilt(string text)
    {
        var plain = Undisguised(text);
        for (var start = 0; start < text.Length; start++)
        {
            if (start > 0 && !IsTail(text[..start])) continue;
            for (var end = text.Length; end > start; end--)
                if ((end == text.Length || IsTail(text[end..])) && (IsWord(text[start..end]) || IsWord(plain[start..end]))) return true;
        }
        return false;
    }

    private static bool IsWord(string text) => Words.Contains(text) || (text.Length >= 5 && Tails.Contains(text));

    private static bool IsTail(string text) =>
        text.Trim('!', '.', '@', '#', '_', '-', '?', '*') is var core && (core.Length == 0 || Tails.Contains(core));

    /// <summary>p@ssw0rd is password.</summary>
    private static string Undisguised(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            plain.Append(c switch
            {
                '@' or '4' => 'a', '0' => 'o', '1' or '!' => 'i', '3' => 'e', '5' or '$' => 's', '7' => 't', _ => c,
            });
        }
        return plain.ToString();
    }

    private static FrozenSet<string> Read(string section)
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("Weir.Engine.Access/common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var inside = false;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('[')) inside = line == $"[{section}]";
            else if (inside) found.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        return found.ToFrozenSet();
    }
}
