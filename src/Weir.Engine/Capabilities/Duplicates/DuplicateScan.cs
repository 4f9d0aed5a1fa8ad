using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>Looks through the stored records of a form for what is probably the same, in short steps, and keeps the pairs until somebody merges or parts them.</summary>
public sealed class DuplicateScan(Database database, TimeProvider clock)
{
    private const int AtOnce = 200;
    private const int MostOfOne = 20;
    private const int MostPairs = 2000;
    private const int MostGroups = 50;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Who sees all records of the form looks through them.</summary>
    public static bool May(Actor actor, Form form) => DuplicateQuery.Has(form) && FormAccess.Of(actor, form).Everything;

    /// <summary>Scans the whole form now.</summary>
    /// <returns>How many groups there are to look at.</returns>
    public async Task<int> Run(Actor actor, Form form, CancellationToken cancel = default)
    {
        if (!May(actor, form) || actor.ReadOnly) throw Problem.Forbidden("duplicates.no_scan", ("只有管理员可以扫描重复记录。", "Only an administrator may scan for duplicates.")).Exception();
        var began = Now;
        for (string? cursor = "0:"; cursor is not null;) cursor = await Step(form, cursor, began, cancel);
        return (await Groups(actor, form, cancel)).Count;
    }

    /// <param name="cursor">The number of the key and the last value of it, with a colon between.</param>
    /// <returns>Where to go on; null at the end.</returns>
    internal Task<string?> Step(Form form, string cursor, DateTime began, CancellationToken cancel) => database.Write(async session =>
    {
        var at = cursor.IndexOf(':', StringComparison.Ordinal);
        var (number, after) = (int.Parse(cursor[..at], System.Globalization.CultureInfo.InvariantCulture), cursor[(at + 1)..]);
        var keys = DuplicateSettings.Of(form)!.Keys;
        // What is unique has no twin; links are compared only where texts were looked up by them.
        while (number < keys.Count && (keys[number].First.Type.IsReference || keys[number].Fields.Count == 1 && keys[number].First.Definition.Unique)) (number, after) = (number + 1, "");
        if (number >= keys.Count)
        {
            await LikenessRows.Forget(session, form.App.Schema, form.No, began);
            return null;
        }
        var key = keys[number];
        var values = await FormRows.Repeated(session, form.Table, key.Own.Column, after, AtOnce, SystemFields.DeletedAt);
        if (values.Count > 0)
        {
            var holders = await FormRows.Holders(session, form.Table, key.Own.Column, [.. values], SystemFields.DeletedAt);
            var rows = new List<LikenessRow>();
            foreach (var same in holders.GroupBy(h => h.Value, h => h.Id))
            {
                var records = (await RecordRows.Read(session, form, [.. same.Order().Take(MostOfOne)], lines: false)).Values.OrderBy(r => r.Id).ToList();
                for (var i = 0; i < records.Count; i++)
                    for (var j = i + 1; j < records.Count; j++)
                        if (key.Same(records[i], records[j])) rows.Add(new(records[i].Id, records[j].Id, key.First.Key, Now));
            }
            await LikenessRows.Put(session, form.App.Schema, form.No, rows);
        }
        return values.Count < AtOnce ? $"{number + 1}:" : $"{number}:{values[^1]}";
    }, cancel);

    /// <summary>What was found and nobody has decided on, the biggest groups first.</summary>
    public Task<IReadOnlyList<LikenessGroup>> Groups(Actor actor, Form form, CancellationToken cancel = default) => database.Read<IReadOnlyList<LikenessGroup>>(async session =>
    {
        if (!May(actor, form)) return [];
        var pairs = await LikenessRows.Open(session, form.App.Schema, form.No, MostPairs);
        var records = (await RecordRows.Read(session, form, [.. pairs.SelectMany(p => new[] { p.FirstId, p.SecondId }).Distinct()], lines: false)).Where(r => !r.Value.Deleted).ToDictionary();
        var groups = new List<(HashSet<long> Ids, HashSet<string> By)>();
        foreach (var pair in pairs.Where(p => records.ContainsKey(p.FirstId) && records.ContainsKey(p.SecondId)))
        {
            var touched = groups.Where(g => g.Ids.Contains(pair.FirstId) || g.Ids.Contains(pair.SecondId)).ToList();
            var whole = (Ids: touched.SelectMany(g => g.Ids).Append(pair.FirstId).Append(pair.SecondId).ToHashSet(), By: touched.SelectMany(g => g.By).Append(pair.By).ToHashSet());
            foreach (var part in touched) groups.Remove(part);
            groups.Add(whole);
        }
        return [.. groups.OrderByDescending(g => g.Ids.Count).ThenBy(g => g.Ids.Min()).Take(MostGroups).Select(g => new LikenessGroup([.. g.Ids.Order().Select(id => records[id])], [.. g.By.Select(form.Find).OfType<Field>()]))];
    }, cancel);
}

/// <summary>Records that are probably one.</summary>
public sealed record LikenessGroup(IReadOnlyList<Record> Records, IReadOnlyList<Field> By);
