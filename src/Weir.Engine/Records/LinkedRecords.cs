using Weir.Engine.Forms;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

/// <summary>The records that formulas and conditions reach through links, fetched in batches and kept for one unit of work. Asks for no rights: what
/// a formula writes has rights of its own.</summary>
internal sealed class LinkedRecords(Session session)
{
    private readonly Dictionary<(string Form, long Id), Record?> known = [];
    private readonly Dictionary<(Form Form, long Id), (Record Record, int Writings)> held = [];

    /// <summary>Fetches what the paths need for these records, one query per step and form.</summary>
    public async ValueTask Load(IReadOnlyCollection<Record> records, IEnumerable<IReadOnlyList<Field>> ways)
    {
        foreach (var way in ways.Where(w => w.Count > 0))
        {
            IReadOnlyCollection<Record> at = records;
            foreach (var link in way)
            {
                await Fetch(link, at);
                at = [.. at.Select(r => Step(r, link)).OfType<Record>()];
                if (at.Count == 0) break;
            }
        }
    }

    /// <summary>The record at the end of the links, or null when a step is empty.</summary>
    public Record? Follow(Record record, IReadOnlyList<Field> way)
    {
        var at = record;
        foreach (var link in way)
            if (at is not null) at = Step(at, link);
        return at;
    }

    /// <summary>Makes a changed record known, so that later reads in the unit see it.</summary>
    public void Remember(Record record) => known[(record.Form.Key, record.Id)] = record;

    /// <summary>Keeps a whole record that was just read under a lock, so that a save need not read it again.</summary>
    public void Hold(Record record) => held[(record.Form, record.Id)] = (record, session.Writings);

    /// <summary>The record under lock with its lines, if nothing was written in the transaction since it was read.</summary>
    public Record? Held(Form form, long id) => held.TryGetValue((form, id), out var found) && found.Writings == session.Writings ? found.Record : null;

    /// <summary>The record if it has been fetched or remembered.</summary>
    public Record? Known(Form form, long id) => known.GetValueOrDefault((form.Key, id));

    private Record? Step(Record record, Field link) =>
        record[link] is long id && known.TryGetValue((link.Type.LinkedForm(link)!, id), out var found) && found is { Deleted: false } ? found : null;

    private async ValueTask Fetch(Field link, IReadOnlyCollection<Record> at)
    {
        var target = link.Form.App[link.Type.LinkedForm(link)!];
        var missing = at.Select(r => r[link]).OfType<long>().Distinct().Where(id => !known.ContainsKey((target.Key, id))).ToList();
        if (missing.Count == 0) return;
        var found = await RecordRows.Read(session, target, missing, lines: false);
        foreach (var id in missing) known[(target.Key, id)] = found.GetValueOrDefault(id);
    }
}
