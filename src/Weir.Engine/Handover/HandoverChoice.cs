using Weir.Engine.Forms;

namespace Weir.Engine.Handover;

/// <summary>Who takes over. Of the lines of a form the first that fits a record counts; what fits none goes to those of its form, else to the general ones.</summary>
/// <param name="Receivers">For whatever is not named below; several share equally.</param>
/// <param name="ByForm">By <c>app/form</c>: other receivers for the rest of one form.</param>
/// <param name="Note">For the log of owners.</param>
public sealed record HandoverChoice(IReadOnlyList<long> Receivers, IReadOnlyDictionary<string, IReadOnlyList<long>> ByForm, string? Note = null)
{
    /// <summary>In their order.</summary>
    public IReadOnlyList<HandoverLine> Lines { get; init; } = [];

    /// <summary>Everybody who takes over something.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<long> All => Receivers.Concat(ByForm.Values.SelectMany(r => r)).Concat(Lines.SelectMany(l => l.Receivers)).Distinct();

    /// <summary>Who takes over the rest of a form.</summary>
    public IReadOnlyList<long> Of(Form form) => ByForm.TryGetValue(KeyOf(form), out var own) && own.Count > 0 ? own : Receivers;

    /// <summary>Under which a form stands in a choice.</summary>
    public static string KeyOf(Form form) => $"{form.App.Key}/{form.Key}";
}

/// <summary>The records of one form that meet a condition, and who takes them over; several share equally.</summary>
/// <param name="Form"><c>app/form</c>.</param>
public sealed record HandoverLine(string Form, ConditionDefinition? Where, IReadOnlyList<long> Receivers);

/// <summary>What one receiver gets of one form.</summary>
/// <param name="Decisions">Approvals that wait for the member.</param>
public sealed record HandoverShare(Form Form, long Receiver, int Records, int Decisions);
