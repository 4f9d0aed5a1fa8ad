namespace Weir.Engine.Handover;

/// <summary>Whose turn it is where several take over the same: each list of receivers goes round by itself. Chooses no list.</summary>
internal sealed class HandoverTurns
{
    private readonly Dictionary<(string Form, int Line), int> next = [];

    /// <param name="line">-1 for the rest of the form.</param>
    public long Of(string form, int line, IReadOnlyList<long> receivers)
    {
        var at = next.GetValueOrDefault((form, line));
        next[(form, line)] = at + 1;
        return receivers[at % receivers.Count];
    }
}
