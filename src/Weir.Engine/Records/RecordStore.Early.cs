using Weir.Engine.Access;
using Weir.Engine.Problems;

namespace Weir.Engine.Records;

public sealed partial class RecordStore
{
    /// <summary>What was worked out longer ago is worked out anew: formulas may look at the clock.</summary>
    private static readonly TimeSpan EarlyKeeps = TimeSpan.FromSeconds(30);

    /// <summary>A form whose new records ask the database this often is not tried any further.</summary>
    private const int MostInVain = 20;

    /// <summary>Works out new records before their transaction: defaults, formulas, rules, the checks of their fields. Where that needs the database, or where
    /// a record is refused, nothing is kept, and <see cref="SaveMany(Actor, IReadOnlyList{Draft}, CancellationToken)"/> begins from the draft.</summary>
    /// <returns>Whether it is worth while to go on with more of the same.</returns>
    internal async ValueTask<bool> Early(Actor actor, IReadOnlyList<Draft> drafts)
    {
        var now = Now;
        var session = new UnaskedSession(database.Dialect);
        var linked = new LinkedRecords(session);
        var (done, inVain) = (0, 0);
        foreach (var draft in drafts.Where(d => d.Id is null && d.Errors.Count == 0))
        {
            if (inVain > MostInVain && inVain > done) return false;
            try
            {
                var unit = await Begin(session, actor, draft, linked, now);
                await Compute(unit);
                Validation.CheckFields(unit);
                unit.Checked = true;
                draft.Early = unit;
                done++;
            }
            catch (DatabaseNeeded)
            {
                inVain++;
            }
            catch (ProblemException)
            {
                // It is refused again, and told, where the others of its chunk are saved.
            }
        }
        return true;
    }

    /// <summary>Takes what was worked out early, once: a unit that runs again begins from the draft.</summary>
    private static SaveUnit? TakeEarly(Actor actor, Draft draft, DateTime now)
    {
        if (draft.Early is not { } unit) return null;
        draft.Early = null;
        return ReferenceEquals(unit.Actor, actor) && unit.Now <= now && now - unit.Now < EarlyKeeps ? unit : null;
    }
}
