using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Editing;

/// <summary>What a posted form says: the draft of what was touched, and the raw text of what could not be read, to show it again.</summary>
/// <param name="Typed">By name of the control: <c>amount</c>, <c>lines[2].qty</c>.</param>
/// <param name="Seen">By name of the control: what it held, as far as it could be read; compared with what the record becomes.</param>
public sealed record PostedForm(Draft Draft, IReadOnlyDictionary<string, IReadOnlyList<string>> Typed, IReadOnlyDictionary<string, object?> Seen, FormMemo Memo)
{
    /// <summary>By name of the control what was posted, letter by letter: a refused field shows it again as it was.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Raw { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>They have seen what is probably the same and save all the same.</summary>
    public bool Sure { get; init; }

    /// <summary>By line, <c>lines[2]</c>, and column that somebody typed: the hash of what stood there before they did.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> LineSeen { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public static PostedForm Empty(Draft draft, FormMemo memo) => new(draft, new Dictionary<string, IReadOnlyList<string>>(), new Dictionary<string, object?>(), memo);
}
