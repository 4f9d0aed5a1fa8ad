using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;

namespace Weir.Engine.Records;

/// <summary>What a formula of a record reads: own fields, fields behind links, columns of line items, and in a line the record that holds it.</summary>
internal sealed class RecordScope(Record record, Record? parent, LinkedRecords linked, Actor actor, DateTime now) : FormulaScope
{
    public override DateTime Now => now;

    public override TimeZoneInfo Zone => actor.Zone;

    public override string UserName => actor.Name;

    public override object? Value(string path)
    {
        if (record.Form.Path(path) is not { } found) return null;
        var from = found.FromParent ? parent : record;
        if (from is null) return null;
        if (found.InLines)
        {
            var holder = found.Via.Count == 1 ? from : linked.Follow(from, [.. found.Via.Take(found.Via.Count - 1)]);
            return holder?.Lines(found.Via[^1]).Select(l => Plain(found.Field, l)).ToList() ?? [];
        }
        return (found.Via.Count == 0 ? from : linked.Follow(from, found.Via)) is { } at ? Plain(found.Field, at) : null;
    }

    private static object? Plain(Field field, Record at) => field.Type.ForFormula(field, at[field]);
}

/// <summary>Computes the formulas of a record and of its lines in the order of their dependencies.</summary>
internal static class RecordFormulas
{
    /// <summary>The links which the formulas, rules and defaults of a form follow.</summary>
    public static IEnumerable<IReadOnlyList<Field>> Ways(Form form) => form.Ways ??= [.. form.Fields
        .SelectMany(f => (f.Formula?.References ?? Enumerable.Empty<string>()).Concat(f.DefaultFormula?.References ?? Enumerable.Empty<string>()))
        .Concat(form.Rules.Where(r => r.Formula is not null).SelectMany(r => r.Formula!.References))
        .Select(form.Path).OfType<FieldPath>()
        .Concat(form.Rules.SelectMany(r => r.When.Paths)).Concat(form.Rules.SelectMany(r => r.Told.Values))
        .Where(p => p is { InLines: false, FromParent: false, Via.Count: > 0 })
        .Select(p => p.Via).DistinctBy(v => string.Join('.', v.Select(f => f.Key)))];

    /// <summary>Computes all formulas of the record; returns the keys whose value changed. Lines are computed between two passes, as each may read the other.</summary>
    /// <param name="bySave">False when nobody saves the record: what says who did, or chance, keeps its value.</param>
    public static HashSet<string> Compute(Record record, LinkedRecords linked, Actor actor, DateTime now, bool bySave = true)
    {
        var changed = new HashSet<string>();
        Pass(record, null, linked, actor, now, changed, bySave);
        if (record.Form.LineFields.Count == 0)
        {
            Derive();
            return changed;
        }
        foreach (var field in record.Form.LineFields)
        {
            var touched = new HashSet<string>();
            foreach (var line in record.Lines(field)) Pass(line, record, linked, actor, now, touched, bySave);
            if (touched.Count > 0) changed.Add(field.Key);
        }
        // Only new values of lines can change what the first pass has found.
        if (changed.Overlaps(record.Form.LineFields.Select(f => f.Key))) Pass(record, null, linked, actor, now, changed, bySave);
        Derive();
        return changed;

        void Derive()
        {
            foreach (var capability in Capabilities.CapabilityCatalogue.Of(record.Form))
                if (capability.Derives) capability.Derive(record, linked, actor, now);
        }
    }

    /// <summary>The value of a default formula.</summary>
    public static object? Default(Field field, Record record, Record? parent, LinkedRecords linked, Actor actor, DateTime now) =>
        Coerce(field, field.DefaultFormula!.Evaluate(new RecordScope(record, parent, linked, actor, now)));

    /// <summary>What a formula makes of a record, as a value of the field.</summary>
    public static object? Value(Formula formula, Field field, Record record, LinkedRecords linked, Actor actor, DateTime now) =>
        Coerce(field, formula.Evaluate(new RecordScope(record, null, linked, actor, now)));

    public static bool Check(Formula formula, Record record, LinkedRecords linked, Actor actor, DateTime now) =>
        formula.Evaluate(new RecordScope(record, null, linked, actor, now)) is not false;

    private static void Pass(Record record, Record? parent, LinkedRecords linked, Actor actor, DateTime now, HashSet<string> changed, bool bySave)
    {
        if (record.Form.Graph is not { Order.Count: > 0 } graph) return;
        var scope = new RecordScope(record, parent, linked, actor, now);
        foreach (var key in graph.Order)
        {
            var field = record.Form[key];
            if (!bySave && field.Formula!.IsAtSave) continue;
            var value = Coerce(field, field.Formula!.Evaluate(scope));
            if (field.Type.Same(record[field], value)) continue;
            record[field] = value;
            changed.Add(key);
        }
    }

    /// <summary>What a formula yields, as a value of the field: through its words where the types differ; unreadable is empty.</summary>
    private static object? Coerce(Field field, object? value) => value is null ? null : field.Type.FromFormula(field, value);
}
