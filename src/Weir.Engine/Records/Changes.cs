using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;

namespace Weir.Engine.Records;

/// <summary>Puts the draft onto the record, as far as the actor may: unknown, hidden and locked fields are refused by name.</summary>
internal static class Changes
{
    public static void Apply(SaveUnit unit)
    {
        foreach (var (key, value) in unit.Draft.Values)
        {
            if (unit.Form.Find(key) is not { } field || field.Definition.Retired || !unit.Draft.ByAction && !unit.Access.Sees(field) || field.Lines is not null || field.Column is null)
            {
                unit.Refuse(key, "field.unknown", ("没有这个字段。", "There is no such field."));
                continue;
            }
            if (field.Type.Same(unit.Record[field], value)) continue;
            if (MayWrite(unit, field)) unit.Record[field] = value;
            else unit.Refuse(key, "field.read_only", ($"“{field.Label.Zh}”不能修改。", $"'{field.Label.En}' cannot be changed."));
        }
        foreach (var (key, lines) in unit.Draft.Lines)
        {
            if (unit.Form.Find(key) is not { Lines: not null } field || !unit.Draft.ByAction && !unit.Access.Sees(field)) unit.Refuse(key, "field.unknown", ("没有这个字段。", "There is no such field."));
            else if (!unit.Access.Edits(field) && !Free(unit)) unit.Refuse(key, "field.read_only", ($"“{field.Label.Zh}”不能修改。", $"'{field.Label.En}' cannot be changed."));
            else unit.Record[field] = Lines(unit, field, lines);
        }
    }

    private static bool Free(SaveUnit unit) => unit.Actor.IsSystem || unit.Draft.ByAction;

    private static bool MayWrite(SaveUnit unit, Field field)
    {
        if (Free(unit)) return true;
        if (field.Type.Computed) return false;
        return field.Key switch
        {
            SystemFields.Owner => unit.Creating || unit.Access.Can(Operation.Assign),
            SystemFields.Collaborators => true,
            _ => unit.Access.Edits(field) || unit is { Creating: true, Draft.History: true, Access.Everything: true } && Capabilities.CapabilityCatalogue.IsHistory(field),
        };
    }

    private static List<Record> Lines(SaveUnit unit, Field field, IReadOnlyList<DraftLine> lines)
    {
        var form = field.Lines!;
        var present = unit.Record.Lines(field).ToDictionary(l => l.Id);
        var result = new List<Record>();
        for (var i = 0; i < lines.Count; i++)
        {
            var draft = lines[i];
            var line = draft.Id is { } id ? present.GetValueOrDefault(id)?.Copy() : New(unit, form);
            if (line is null)
            {
                unit.Refuse($"{field.Key}[{i}]", "line.gone", ("这一行已被别人删除。", "Somebody else has deleted this line."));
                continue;
            }
            foreach (var (key, value) in draft.Values)
            {
                var name = $"{field.Key}[{i}].{key}";
                if (form.Find(key) is not { } column || !unit.Draft.ByAction && !unit.Access.Sees(column)) unit.Refuse(name, "field.unknown", ("没有这个字段。", "There is no such field."));
                else if (column.Type.Same(line[column], value)) continue;
                else if (Free(unit) || column.Editable && unit.Access.Right(column) == FieldRight.Edit) line[column] = value;
                else unit.Refuse(name, "field.read_only", ($"“{column.Label.Zh}”不能修改。", $"'{column.Label.En}' cannot be changed."));
            }
            result.Add(line);
        }
        return result;
    }

    private static Record New(SaveUnit unit, Form form)
    {
        var line = new Record(form);
        foreach (var field in form.Fields) line[field] = Defaults.Constant(field, unit.Actor, unit.Now);
        return line;
    }
}
