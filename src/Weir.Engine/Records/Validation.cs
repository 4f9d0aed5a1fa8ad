using Weir.Engine.Access;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Rules;

namespace Weir.Engine.Records;

/// <summary>Checks a record before it is written and collects every error: required, limits, options, checks of rules, twins, links.</summary>
internal static class Validation
{
    public static async ValueTask Run(SaveUnit unit)
    {
        if (!unit.Checked) CheckFields(unit);
        await LinkCheck.Run(unit);
        await TwinCheck.Run(unit);
        if (unit.Errors.Count == 0) return;
        throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), [.. unit.Errors.Select(e => Told(unit.Access, e)).Distinct()]).Exception();
    }

    /// <summary>The part that asks no database: required, limits, options, checks of rules.</summary>
    public static void CheckFields(SaveUnit unit)
    {
        foreach (var field in unit.Form.Live)
        {
            if (field.Lines is not null) CheckLines(unit, field);
            else if (field.Column is not null) CheckField(unit, unit.Record, unit.Before, field, field.Key);
        }
        foreach (var rule in unit.Form.Rules.Where(r => r is { Kind: RuleKind.Check, Definition.AtEnd: false }))
            if ((unit.Viewer is not { } viewer || RuleBook.Known(rule, viewer)) && RuleBook.Holds(rule.When, unit.Record, unit.Linked, unit.Actor, unit.Now)
                && (rule.Formula is null || !RecordFormulas.Check(rule.Formula, unit.Record, unit.Linked, unit.Actor, unit.Now)))
                unit.Refuse(rule.Fields.Count > 0 ? rule.Fields[0].Text : "", "rule.check", RuleMessage.Of(rule, unit.Record, unit.Linked, unit.Access, unit.Now));
    }

    private static void CheckField(SaveUnit unit, Record record, Record? before, Field field, string name)
    {
        var value = record[field];
        if (Missing(value))
        {
            // Who may not see a field cannot fill it in either.
            // A field that became required after the record was made is for people to fill in; an action moves the record on without it.
            var late = unit.Draft.ByAction && before is not null && Missing(before[field]) && unit.StateBefore.Required(field);
            if (!late && unit.State.Required(field) && unit.State.Shown(field) && !field.Type.Computed && !field.System && unit.Access.Reads(field))
                unit.Refuse(name, "field.required", ($"请填写“{field.Label.Zh}”。", $"'{field.Label.En}' is required."));
            return;
        }
        if (before is not null && field.Type.Same(before[field], value)) return;
        if (unit.State.Locked(field) && !unit.Actor.IsSystem && !unit.Draft.ByAction && unit.Draft.Values.ContainsKey(field.Key) && !unit.Given.Contains(field))
            unit.Refuse(name, "field.locked", unit.State.Why(field) ?? ($"现在不能修改“{field.Label.Zh}”。", $"'{field.Label.En}' cannot be changed now."));
        if (unit.State.Options(field) is { } options && value is string choice && !options.Contains(choice))
            unit.Refuse(name, "field.option_closed", ($"“{field.Label.Zh}”现在不能选这一项。", $"This option of '{field.Label.En}' is not available now."));
        if (unit.Creating || before is null || !field.Type.Same(before[field], value))
            foreach (var error in field.Type.Check(field, value!, unit.Today)) unit.Refuse(name, error.Code, error.Message);
    }

    private static void CheckLines(SaveUnit unit, Field field)
    {
        var lines = unit.Record.Lines(field);
        if (lines.Count == 0 && unit.State.Required(field) && unit.State.Shown(field))
            unit.Refuse(field.Key, "field.required", ($"请至少填写一行“{field.Label.Zh}”。", $"'{field.Label.En}' needs at least one line."));
        if (lines.Count > 1000) unit.Refuse(field.Key, "lines.too_many", ("最多 1000 行。", "At most 1,000 lines."));
        var before = unit.Before?.Lines(field).ToDictionary(l => l.Id) ?? [];
        for (var i = 0; i < lines.Count; i++)
            foreach (var column in field.Lines!.Live.Where(c => c.Column is not null))
                CheckField(unit, lines[i], before.GetValueOrDefault(lines[i].Id), column, $"{field.Key}[{i}].{column.Key}");
    }

    /// <summary>The error as the actor may know it: one about a field that is hidden from them names neither the field nor its limits.</summary>
    public static FieldError Told(FormAccess access, FieldError error)
    {
        if (error.Code == "field.unknown" || Named(access.Form, error.Field) is not { } field || access.Sees(field)) return error;
        return new("", error.Code, error.Code switch
        {
            "rule.check" => error.Message,
            "field.not_unique" => ("有一项与另一条记录重复。", "Something is the same as in another record."),
            _ => ("有一项你看不到的内容不符合要求，请联系管理员。", "Something that you may not see does not meet the requirements; ask an administrator."),
        });
    }

    /// <summary>The field, or the column, that an error is about: <c>lines[2].qty</c>.</summary>
    private static Field? Named(Form form, string name)
    {
        var field = form.Find(name.Split('[', '.')[0]);
        return field?.Lines is { } lines && name.LastIndexOf('.') is > 0 and var dot ? lines.Find(name[(dot + 1)..]) ?? field : field;
    }

    private static bool Missing(object? value) => value is null or "" or Array { Length: 0 };
}
