using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Rules;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>What records of one form that are saved together ask in one query instead of each for itself: the stored records, rights, links, twins. Lives inside one
/// transaction and answers exactly as the single checks would.</summary>
internal sealed class SaveBatch
{
    private const int AtOnce = 500;

    private readonly Session session;
    private readonly DateTime now;
    private readonly Dictionary<Operation, IReadOnlySet<long>> allowed = [];
    private readonly Dictionary<(Field, Form), HashSet<long>> visible = [];
    private readonly Dictionary<Field, ILookup<object, long>> holders = [];
    private IReadOnlyDictionary<long, Record> stored = new Dictionary<long, Record>();

    private SaveBatch(Session session, FormAccess access, DateTime now) => (this.session, Access, this.now) = (session, access, now);

    public FormAccess Access { get; }

    /// <param name="needed">What the actor must be allowed to do with the record of a draft.</param>
    public static async ValueTask<SaveBatch> Open(Session session, Actor actor, Form form, IReadOnlyList<Draft> drafts, Func<Draft, IEnumerable<Operation>> needed, DateTime now)
    {
        var batch = new SaveBatch(session, FormAccess.Of(actor, form), now);
        var changes = drafts.Where(d => d.Id is not null).ToList();
        if (changes.Count == 0) return batch;
        var ids = changes.Select(d => d.Id!.Value).Distinct().ToList();
        batch.stored = await RecordRows.Read(session, form, ids, lines: true, locked: !session.ReadOnly);
        foreach (var operation in changes.SelectMany(needed).Append(Operation.View).Distinct())
            batch.allowed[operation] = await RowCheck.Allowed(session, batch.Access, operation, ids, now);
        return batch;
    }

    /// <summary>Those that are on their way.</summary>
    public IReadOnlyList<SaveUnit> Units { get; private set; } = [];

    public Record? Before(long id) => stored.GetValueOrDefault(id);

    /// <exception cref="Problems.ProblemException">As <see cref="RowCheck.Demand"/>.</exception>
    public void Demand(Operation operation, long id)
    {
        if (!allowed[Operation.View].Contains(id)) throw Problems.Problem.NotFound().Exception();
        if (!allowed[operation].Contains(id)) throw RowCheck.NotAllowed(operation).Exception();
    }

    /// <summary>Fetches what formulas, rules and fills will read through links, where that was not worked out early.</summary>
    public async ValueTask LoadLinked(LinkedRecords linked, IEnumerable<SaveUnit> units)
    {
        Units = [.. units.Where(u => u.Batch == this)];
        var records = Units.Where(u => !u.Checked).SelectMany(u => u.Before is null ? [u.Record] : new[] { u.Record, u.Before }).ToList();
        if (records.Count == 0) return;
        var form = Access.Form;
        var fills = form.Rules.Where(r => r.Kind == RuleKind.Fill && r.Link is { InLines: false }).Select(r => (IReadOnlyList<Field>)[r.Link!.Field]);
        await linked.Load(records, RecordFormulas.Ways(form).Concat(fills));
        foreach (var lines in form.LineFields) await linked.Load([.. records.SelectMany(r => r.Lines(lines))], RecordFormulas.Ways(lines.Lines!));
    }

    /// <summary>Asks about the new links and the unique values of all records.</summary>
    public async ValueTask Ask(IReadOnlyList<SaveUnit> units)
    {
        foreach (var same in units.SelectMany(LinkCheck.New).Where(n => n.Target is not null && !LinkCheck.LooksAtRecord(n.Field)).GroupBy(n => (n.Field, n.Target!)))
        {
            var seen = visible[same.Key] = [];
            foreach (var some in same.SelectMany(n => n.Ids).Distinct().Chunk(AtOnce))
                seen.UnionWith(await LinkCheck.Visible(session, Access.Actor, now, same.Key.Field, same.Key.Item2, some));
        }
        foreach (var field in Access.Form.Live.Where(f => f.Definition.Unique && f.Column is not null))
        {
            var values = units.Select(u => TwinCheck.New(u, field)).OfType<object>().Distinct().ToList();
            var found = new List<(object Value, long Id)>();
            foreach (var some in values.Chunk(AtOnce)) found.AddRange(await FormRows.Holders(session, Access.Form.Table, field.KeyColumn ?? field.Column!, some, SystemFields.DeletedAt));
            holders[field] = found.ToLookup(f => f.Value, f => f.Id);
        }
    }

    /// <summary>Which of the records the actor may link; null when it was not asked for all.</summary>
    public IReadOnlySet<long>? Visible(Field field, Form target) => visible.GetValueOrDefault((field, target));

    /// <summary>Whether another record has the value; null when it was not asked for all.</summary>
    public bool? HasTwin(Field field, object value, long exceptId) => holders.TryGetValue(field, out var known) ? known[value].Any(id => id != exceptId) : null;
}
