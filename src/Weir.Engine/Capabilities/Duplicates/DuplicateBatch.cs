using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>What the records of one batch ask about duplicates, asked once for all of them; and those among themselves.</summary>
internal sealed class DuplicateBatch
{
    private const int AtOnce = 500;

    private readonly Dictionary<DuplicateKey, (HashSet<object> Asked, ILookup<object, long> Found)> known = [];
    private readonly Dictionary<(DuplicateKey, object), List<Record>> earlier = [];
    private bool held;

    /// <summary>Keeps everybody else from bringing one of the values until the batch stands.</summary>
    public async ValueTask Hold(SaveUnit unit, SaveBatch batch, DuplicateSettings settings, Channel channel)
    {
        if (held || unit.Session.ReadOnly) return;
        held = true;
        await unit.Session.Exclude([.. settings.Keys.Where(k => k.Bars(channel)).SelectMany(k => batch.Units.Select(u => k.Of(u.Record)).OfType<object>().Select(k.Lock)).Distinct().Order()]);
    }

    /// <summary>A new record of the batch that came before and has the same key.</summary>
    public Record? Earlier(SaveUnit unit, DuplicateKey key, object value)
    {
        if (!unit.Creating) return null;
        if (!earlier.TryGetValue((key, value), out var same)) earlier[(key, value)] = same = [];
        if (same.FirstOrDefault(r => key.Same(r, unit.Record)) is { } twin) return twin;
        same.Add(unit.Record);
        return null;
    }

    public async ValueTask<IEnumerable<long>> Holders(SaveUnit unit, SaveBatch batch, DuplicateKey key, object value)
    {
        if (!known.TryGetValue(key, out var all))
        {
            var values = batch.Units.Select(u => key.Of(u.Record)).OfType<object>().ToHashSet();
            var found = new List<(object Value, long Id)>();
            foreach (var some in values.Chunk(AtOnce)) found.AddRange(await FormRows.Holders(unit.Session, unit.Form.Table, key.Own.Column, some, SystemFields.DeletedAt));
            known[key] = all = (values, found.ToLookup(f => f.Value, f => f.Id));
        }
        return all.Asked.Contains(value) ? all.Found[value] : (await FormRows.Holders(unit.Session, unit.Form.Table, key.Own.Column, [value], SystemFields.DeletedAt)).Select(h => h.Id);
    }
}
