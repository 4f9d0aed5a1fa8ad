using System.Globalization;
using Weir.Engine.Problems;

namespace Weir.Web.Api;

/// <summary>The query string of a request: each name at most once, and none that the resource does not know, so that a slip of the pen is not a wider answer.</summary>
internal sealed class SentQuery
{
    private readonly IQueryCollection sent;

    /// <exception cref="ProblemException">Invalid: an unknown or repeated name.</exception>
    public SentQuery(HttpRequest request, params ReadOnlySpan<string> known)
    {
        sent = request.Query;
        foreach (var (name, values) in sent)
        {
            if (!known.Contains(name)) throw Wrong(name, "query.unknown", ($"没有参数“{name}”。", $"There is no parameter '{name}'.")).Exception();
            if (values.Count > 1) throw Wrong(name, "query.twice", ($"参数“{name}”出现了多次。", $"The parameter '{name}' is given more than once.")).Exception();
        }
    }

    public string? Text(string name) => sent[name].ToString() is { Length: > 0 } text ? text : null;

    public IReadOnlyList<string> List(string name) => Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Wrong(name, "query.bad", ($"“{name}”应为 true 或 false。", $"'{name}' must be true or false.")).Exception(),
    };

    public long Number(string name, long fallback, long most) => Text(name) is not { } text ? fallback
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : throw Wrong(name, "query.bad", ($"“{name}”应为 1 到 {most} 的整数。", $"'{name}' must be a whole number from 1 to {most}.")).Exception();

    public static Problem Wrong(string name, string code, Engine.Forms.Words words) => Problem.Invalid(code, words, new FieldError(name, code, words));
}
