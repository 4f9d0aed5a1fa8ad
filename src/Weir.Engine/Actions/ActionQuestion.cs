using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Rules;

namespace Weir.Engine.Actions;

/// <summary>What an action asks for, compiled as a form without a table: the same field types, rules and formulas as anywhere. Its field <c>record</c> is the record it is done with.</summary>
public static class ActionQuestion
{
    /// <summary>Key of the field that names the record.</summary>
    public const string Record = "record";

    /// <exception cref="DefinitionError">A field that does not work, or two with one key.</exception>
    internal static Form Build(Form form, string action, Words label, IReadOnlyList<FieldDefinition> fields, IReadOnlyList<RuleDefinition> rules, IReadOnlyList<SectionDefinition>? sections = null)
    {
        var record = new FieldDefinition
        {
            Key = Record, Type = "link", Label = form.Label, Hidden = true,
            Settings = new() { ["form"] = JsonSerializer.SerializeToElement(form.Key) },
        };
        var definition = new FormDefinition
        {
            Key = KeyOf(form, action), No = form.No, Label = label, Group = form.Definition.Group, Icon = form.Definition.Icon, Title = Record, Fields = [record, .. fields], Rules = rules, Sections = sections ?? [],
        };
        var question = AppBuilder.Question(form.App, definition);
        question.Permissions = [.. form.Permissions.Select(p => new Permission(
            p.Role, [new Grant(new HashSet<Operation> { Operation.View, Operation.Create }, AccessLevel.All, Conditions.Condition.Always)],
            // Who may not read a field is not asked for it; who may only read it answers here.
            p.Fields.Where(f => f.Value < FieldRight.Read && question.Find(f.Key) is not null).ToDictionary(f => f.Key, f => f.Value)))];
        question.Rules = [.. definition.Rules.Select(r => Rule.Compile(question, r))];
        return question;
    }

    private static string KeyOf(Form form, string action)
    {
        var key = $"{form.Key}__{action.Replace('.', '_')}";
        return key.Length <= 56 ? key : throw new DefinitionError($"{form.Key}.{action}", "action.long_key", ("动作代码太长。", "The key of the action is too long."));
    }
}
