using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>A compiled flow of a form, today's or one that a running approval has kept from the day it began.</summary>
internal sealed class Flow
{
    private Flow(FlowDefinition definition, Branch when, IReadOnlyList<Node> nodes) => (Definition, When, Nodes) = (definition, when, nodes);

    public FlowDefinition Definition { get; }

    public Branch When { get; }

    public IReadOnlyList<Node> Nodes { get; }

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public static Flow Compile(Form form, FlowDefinition definition)
    {
        if (definition.Nodes.GroupBy(n => n.Key).FirstOrDefault(g => g.Count() > 1) is { } twin) throw Wrong(form, "approval.twin_node", ($"流程“{definition.Label.Zh}”里节点代码“{twin.Key}”重复。", $"Two nodes of '{definition.Label.En}' have the key '{twin.Key}'."));
        foreach (var node in definition.Nodes) Check(form, node);
        foreach (var approver in definition.Cc) Check(form, definition.Label, approver);
        return new(definition, Branch.Compile(form, definition.When, definition.Formula), [.. definition.Nodes.Select(n => new Node(n, Branch.Compile(form, n.When, n.Formula)))]);
    }

    /// <summary>The flow as a running approval has kept it. What the form of today no longer knows counts as a condition that holds: rather one approver too many.</summary>
    public static Flow Read(Form form, string json)
    {
        var definition = JsonSerializer.Deserialize<FlowDefinition>(json, DefinitionJson.Options)!;
        return new(definition, Branch.Always, [.. definition.Nodes.Select(n => new Node(n, Branch.Try(form, n.When, n.Formula)))]);
    }

    public string Write() => JsonSerializer.Serialize(Definition, DefinitionJson.Options);

    public int IndexOf(string? node) => Nodes.ToList().FindIndex(n => n.Key == node);

    private static void Check(Form form, NodeDefinition node)
    {
        if (node.Approvers.Count == 0) throw Wrong(form, "approval.no_approver", ($"节点“{node.Label.Zh}”没有审批人。", $"The node '{node.Label.En}' names no approver."));
        if (node.Limit is { Minutes: < 1 or > 43_200 }) throw Wrong(form, "approval.bad_limit", ($"节点“{node.Label.Zh}”的时限应在 1 分钟到 30 天之间。", $"The time limit of '{node.Label.En}' must be from one minute to thirty days."));
        foreach (var key in node.Edit.Concat(node.Require))
            if (form.Find(key) is not { Type.Computed: false }) throw Wrong(form, "approval.unknown_field", ($"节点“{node.Label.Zh}”里没有可填写的字段“{key}”。", $"The node '{node.Label.En}' names no field that can be filled in: '{key}'."));
        foreach (var approver in node.Approvers.Concat(node.Cc)) Check(form, node.Label, approver);
    }

    private static void Check(Form form, Words at, ApproverDefinition a)
    {
        var kinds = (a.Members.Count > 0 ? 1 : 0) + (a.Role is null ? 0 : 1) + (a.DepartmentHead is null ? 0 : 1) + (a.Superior is null ? 0 : 1) + (a.Field is null ? 0 : 1);
        if (kinds != 1) throw Wrong(form, "approval.bad_approver", ($"“{at.Zh}”的审批人应写明成员、角色、部门负责人、上级、字段中的一项。", $"An approver of '{at.En}' must be one of members, role, department head, superior, field."));
        if (a.Role is { } role && form.App.Definition.Roles.All(r => r.Key != role)) throw Wrong(form, "approval.no_role", ($"没有角色“{role}”。", $"There is no role '{role}'."));
        if (a.Field is { } key && !(FieldPath.Find(form, key) is { InLines: false } path && path.Field.Type.LookUp(path.Field) == "members")) throw Wrong(form, "approval.unknown_field", ($"没有成员字段“{key}”。", $"There is no field of members '{key}'."));
        if (a.DepartmentHead < 1 || a.Superior < 1) throw Wrong(form, "approval.bad_approver", ("层级从 1 开始。", "Levels are counted from 1."));
    }

    private static DefinitionError Wrong(Form form, string code, Words words) => new($"{form.Key}.capabilities.approval", code, words);
}

/// <summary>A compiled node of a flow.</summary>
internal sealed record Node(NodeDefinition Definition, Branch When)
{
    public string Key => Definition.Key;

    public Words Label => Definition.Label;
}

/// <summary>A condition, a formula, or both, decided for a record in memory.</summary>
internal sealed record Branch(Condition When, Formula? Formula)
{
    public static Branch Always { get; } = new(Condition.Always, null);

    /// <exception cref="DefinitionError">An unknown field, a formula that does not compile.</exception>
    public static Branch Compile(Form form, ConditionDefinition? when, string? formula)
    {
        try
        {
            return new(Condition.Compile(form, when), formula is null ? null : Formulas.Formula.Compile(formula, new FieldNames(form)));
        }
        catch (FormulaError wrong)
        {
            throw new DefinitionError($"{form.Key}.capabilities.approval", wrong.Code, (wrong.Message(true), wrong.Message(false)));
        }
    }

    public static Branch Try(Form form, ConditionDefinition? when, string? formula)
    {
        try
        {
            return Compile(form, when, formula);
        }
        catch (DefinitionError)
        {
            return Always;
        }
    }

    public async ValueTask<bool> Holds(Record record, LinkedRecords linked, Actor actor, DateTime now)
    {
        var read = Formula?.References.Select(record.Form.Path).OfType<FieldPath>() ?? [];
        await linked.Load([record], When.Paths.Concat(read).Where(p => p is { InLines: false, Via.Count: > 0 }).Select(p => p.Via));
        return RuleBook.Holds(When, record, linked, actor, now) && (Formula is null || Formula.Evaluate(new RecordScope(record, null, linked, actor, now)) is true);
    }
}
