using System.Text.Json.Nodes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>What somebody else changed since a person looked: fields, the value now, and the value the person wants.</summary>
public sealed record StaleField(Field Field, object? Theirs, object? Mine);

/// <summary>The detail of a conflict: the record as it is now and the fields that both changed.</summary>
public sealed record StaleRecord(Record Present, IReadOnlyList<StaleField> Fields);

/// <summary>Compares a draft made on an older version with the record as it is: disjoint edits both survive, the same field is a conflict.</summary>
internal static class Staleness
{
    private const int AtOnce = 200;

    /// <exception cref="ProblemException">Conflict <c>record.stale</c> with a <see cref="StaleRecord"/>.</exception>
    public static async ValueTask Check(SaveUnit unit)
    {
        if (unit.Draft.SeenVersion is not { } seen || unit.Before is not { } present || seen == present.Version) return;
        if (seen > present.Version) throw Problem.Conflict("record.stale", Words).Exception();
        var theirs = await FieldsSince(unit, seen);
        var clash = new List<StaleField>();
        foreach (var (key, mine) in unit.Draft.Values)
            if (theirs.Contains(key) && !unit.Draft.Override.Contains(key) && unit.Form.Find(key) is { } field && unit.Access.Reads(field) && !field.Type.Same(present[field], mine))
                clash.Add(new(field, present[field], mine));
        foreach (var key in unit.Draft.Lines.Keys)
            if (theirs.Contains(key) && !unit.Draft.Override.Contains(key) && unit.Form.Find(key) is { } field)
                clash.Add(new(field, present[field], null));
        if (clash.Count > 0) throw (Problem.Conflict("record.stale", Words) with { Detail = new StaleRecord(present, clash) }).Exception();
    }

    private static Words Words => ("这条记录刚被别人改过，请选择保留哪一个值。", "Somebody else has just changed this record; choose which values to keep.");

    private static async ValueTask<HashSet<string>> FieldsSince(SaveUnit unit, long seen)
    {
        var changed = new HashSet<string>();
        for (long? before = null; ;)
        {
            var entries = await HistoryRows.Of(unit.Session, unit.Form.App.Schema, unit.Form.No, unit.Record.Id, before, AtOnce);
            foreach (var entry in entries)
            {
                // What is no new version, such as a share, stands between the versions.
                if (JsonNode.Parse(entry.Diff) is not JsonObject diff || (long?)diff["v"] is not { } version) continue;
                if (version <= seen) return changed;
                if (diff["f"] is JsonObject fields) changed.UnionWith(fields.Select(f => f.Key));
            }
            if (entries.Count < AtOnce) return changed;
            before = entries[^1].Id;
        }
    }
}
