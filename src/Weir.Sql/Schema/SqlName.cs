using System.Text.RegularExpressions;

namespace Weir.Sql.Schema;

/// <summary>An identifier that is safe to write into SQL text: lower-case ASCII, made only from a validated key; never a value.</summary>
public readonly partial record struct SqlName
{
    public const int MaxLength = 60;

    private SqlName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Makes a name from a key such as <c>company_name</c>.</summary>
    /// <exception cref="ArgumentException">The key is not a lower-case ASCII identifier of at most 60 characters.</exception>
    public static SqlName Of(string key) =>
        IsValid(key) ? new(key) : throw new ArgumentException($"'{key}' is not a key (a-z, 0-9, _; at most {MaxLength}; starts with a letter).", nameof(key));

    public static bool IsValid(string? key) => key is not null && key.Length <= MaxLength && Pattern().IsMatch(key);

    public override string ToString() => Value;

    public static implicit operator SqlName(string key) => Of(key);

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
