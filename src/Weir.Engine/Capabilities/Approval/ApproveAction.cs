using System.Text.Json;
using Weir.Engine.Actions;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>Approves at the node where the record stands, and fills in what the node opens to its approvers.</summary>
internal sealed class ApproveAction : ApprovalVerb
{
    public override string Key => "approval.approve";

    public override Words Label => ("通过", "Approve");

    public override Words Done => ("已通过", "Approved");

    public override string Icon => "check";

    public override ActionTone Tone => ActionTone.Primary;

    public override bool Awaited => true;

    public static ApproveAction Of(Form form)
    {
        var action = new ApproveAction { Form = form };
        var flows = ApprovalSettings.Of(form).AllFlows.ToList();
        var fields = flows.SelectMany(f => f.Nodes).SelectMany(n => Open(n.Definition)).Distinct().Select(k => form[k]).Where(f => f.Lines is null && f.Column is not null).ToList();
        action.Ask = ApprovalQuestion.Build(form, action.Key, action.Label, [.. fields.Select(Asked), .. Beside(form, fields), .. Currencies(fields), ApprovalQuestion.CommentField(), .. ApprovalQuestion.Unseen], [.. fields.SelectMany(f => Rules(flows, f.Key))]);
        return action;
    }

    internal override async ValueTask Begin(ActionRun run, Draft asked)
    {
        if (await Case.Load(run.Session, Form, run.Record.Id) is not { } approval || approval.Open(run.Actor.MemberId) is not { } task) return;
        ApprovalQuestion.Begin(approval, task, run.Record, asked);
        foreach (var field in Fields(approval.Node!))
            if (run.Record[field] is { } value && Access.FormAccess.Of(run.Actor, Form).Reads(field)) asked.Set(field.Key, value);
    }

    protected override Problem? Hinder(ActionRun run, Case approval) => NotAsked(run, approval);

    protected override async ValueTask Run(ActionRun run, Case approval, Course course)
    {
        ApprovalQuestion.Demand(run, approval);
        var node = approval.Node!;
        var filled = Fields(node).Where(f => Access.FormAccess.Of(run.Actor, Form).Reads(f) && run.Asked![f.Key] is { } value && !f.Type.Same(run.Record[f], value)).Select(f => (f.Key, run.Asked![f.Key])).ToList();
        if (filled.Count > 0) await run.Set(filled);
        if (Missing(node, run.Record) is { Count: > 0 } missing)
            throw Problem.Invalid("record.invalid", ("请先填写这个节点要求的内容。", "Please fill in what this step requires."),
                [.. missing.Select(f => new FieldError(f.Key, "field.required", ($"请填写“{f.Label.Zh}”。", $"'{f.Label.En}' is required.")))]).Exception();
        await course.Approve(ApprovalQuestion.CommentOf(run));
    }

    /// <summary>What the node requires and the record has not.</summary>
    public static IReadOnlyList<Field> Missing(Node node, Record record) =>
        [.. node.Definition.Require.Select(record.Form.Find).OfType<Field>().Where(f => f.Lines is null ? record[f] is null or "" or Array { Length: 0 } : record.Lines(f).Count == 0)];

    private static IEnumerable<string> Open(NodeDefinition node) => node.Edit.Concat(node.Require).Distinct();

    /// <summary>Those that the question asks for at this node.</summary>
    private IEnumerable<Field> Fields(Node node) => Open(node.Definition).Select(Form.Find).OfType<Field>().Where(f => Ask!.Find(f.Key) is not null);

    /// <summary>What the filters of links among them look at, unseen: only the instalments of this contract.</summary>
    private static IEnumerable<FieldDefinition> Beside(Form form, IReadOnlyList<Field> asked) =>
        asked.Select(f => f.Type.LinkFilter(f)).OfType<ConditionDefinition>().SelectMany(c => c.Hosts).Distinct().Where(k => asked.All(f => f.Key != k))
            .Select(form.Find).OfType<Field>().Where(f => f is { Lines: null, Column: not null })
            .Select(f => Asked(f) with { Hidden = true, Default = JsonSerializer.SerializeToElement("=record." + f.Key) });

    /// <summary>In what the amounts among them stand, unseen: dollars are not decided on under the sign of the house.</summary>
    private static IEnumerable<FieldDefinition> Currencies(IReadOnlyList<Field> asked) =>
        asked.Select(f => f.Settings.Text("currencyFrom")).OfType<string>().Distinct().Where(k => k.Length > 0 && asked.All(f => f.Key != k) && asked[0].Form.Find(k) is { Column: not null })
            .Select(k => new FieldDefinition
            {
                Key = k, Type = "formula", Label = asked[0].Form[k].Label, Hidden = true,
                Settings = new() { ["formula"] = JsonSerializer.SerializeToElement("record." + k), ["result"] = JsonSerializer.SerializeToElement("text") },
            });

    private static FieldDefinition Asked(Field field) => field.Definition with { Required = false, ReadOnly = false, Hidden = false, Unique = false, Default = null };

    private static IEnumerable<RuleDefinition> Rules(IReadOnlyList<Flow> flows, string field)
    {
        var at = flows.SelectMany(f => f.Nodes.Select(n => (Place: ApprovalQuestion.Place(f.Definition.Key, n.Key), n.Definition))).Where(n => Open(n.Definition).Contains(field)).ToList();
        yield return new RuleDefinition { Kind = RuleKind.Show, Fields = [field], When = Stands(at.Select(n => n.Place)) };
        if (at.Where(n => n.Definition.Require.Contains(field)).Select(n => n.Place).ToList() is { Count: > 0 } required) yield return new RuleDefinition { Kind = RuleKind.Require, Fields = [field], When = Stands(required) };
    }

    private static ConditionDefinition Stands(IEnumerable<string> places) =>
        new() { Any = [.. places.Select(p => new ConditionDefinition { Field = ApprovalQuestion.Node, Op = "is", Value = JsonSerializer.SerializeToElement(p) })] };
}
