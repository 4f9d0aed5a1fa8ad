using System.Runtime.CompilerServices;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>That a stored record is to be dealt out as it is saved. Says nothing about who gets it.</summary>
/// <param name="From">Who has just lost it and does not get it back.</param>
/// <param name="Together">All that are dealt out in the same transaction, so that what is asked about them is asked once.</param>
internal sealed record Hand(AssignmentTrigger Trigger, long? From, IReadOnlyList<long> Together)
{
    private static readonly ConditionalWeakTable<Draft, Hand> Known = [];

    public static Hand? Of(Draft draft) => Known.TryGetValue(draft, out var hand) ? hand : null;

    /// <summary>Drafts that change nothing themselves: the rules write the owner, if the record has none by then.</summary>
    public static IReadOnlyList<Draft> Drafts(Form form, AssignmentTrigger trigger, IReadOnlyList<(long Id, long? From)> records)
    {
        var together = records.Select(r => r.Id).ToList();
        return [.. records.Select(r =>
        {
            var draft = new Draft(form) { Id = r.Id, ByAction = true };
            Known.Add(draft, new(trigger, r.From, together));
            return draft;
        })];
    }
}
