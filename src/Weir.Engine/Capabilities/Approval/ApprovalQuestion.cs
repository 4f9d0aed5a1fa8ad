using System.Text.Json;
using Weir.Engine.Actions;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Approval;

/// <summary>What the verbs of approval ask for: a comment, members, and unseen what the person had before their eyes, so that nobody decides on something else.</summary>
internal static class ApprovalQuestion
{
    public const string Comment = "comment", Task = "task", Seen = "seen", Node = "node", To = "to", Signers = "signers", Order = "order", Before = "before", After = "after", Start = "start";

    public static FieldDefinition CommentField(bool required = false) => new() { Key = Comment, Type = "long_text", Label = ("意见", "Comment"), Required = required, Settings = Text(2000) };

    /// <summary>The task, the version of the record and the node that the person saw.</summary>
    public static IReadOnlyList<FieldDefinition> Unseen { get; } =
    [
        new() { Key = Task, Type = "text", Label = ("待办", "Task"), Hidden = true }, new() { Key = Seen, Type = "text", Label = ("版本", "Version"), Hidden = true },
        new() { Key = Node, Type = "text", Label = ("节点", "Step"), Hidden = true, Settings = Text(200) },
    ];

    public static Form Build(Form form, string key, Words label, IReadOnlyList<FieldDefinition> fields, IReadOnlyList<RuleDefinition>? rules = null)
    {
        if (fields.GroupBy(f => f.Key).FirstOrDefault(g => g.Count() > 1) is { } twin) throw new DefinitionError($"{form.Key}.{twin.Key}", "approval.field_clash", ($"字段“{twin.Key}”与审批用的名字相同，不能在节点上填写。", $"The field '{twin.Key}' bears a name that approvals use; it cannot be filled in at a node."));
        return ActionQuestion.Build(form, key, label, fields, rules ?? []);
    }

    public static FieldDefinition Choice(string key, Words label, IEnumerable<Option> options, string? first = null) => new()
    {
        Key = key, Type = "select", Label = label, Required = first is not null, Default = first is null ? null : JsonSerializer.SerializeToElement(first),
        Settings = new() { ["options"] = JsonSerializer.SerializeToElement(options.ToArray(), DefinitionJson.Options) },
    };

    /// <summary>The flow and the node in one word, so that a rule of the question can ask for it.</summary>
    public static string Place(string flow, string? node) => $"{flow}.{node}";

    public static void Begin(Case approval, ApprovalTaskRow task, Record record, Draft asked)
    {
        asked.Set(Task, Written(task.Id)).Set(Seen, Written(record.Version)).Set(Node, Place(approval.Row.Flow, approval.Row.Node));
    }

    /// <summary>Refuses a decision on something else than the person saw.</summary>
    public static void Demand(ActionRun run, Case approval)
    {
        if (run.Asked![Task] is string task && approval.Here.All(t => t.MemberId != run.Actor.MemberId || t.State != Case.Asked || Written(t.Id) != task)) throw Course.Settled().Exception();
        if (!approval.IsRequest && run.Asked[Seen] is string seen && seen != Written(run.Record.Version))
            throw Problem.Conflict("approval.stale", ("你打开之后，这条记录有了改动，请查看后再决定。", "The record has changed since you opened it; look at it again before you decide.")).Exception();
    }

    public static string? CommentOf(ActionRun run) => run.Asked?[Comment] is string text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static string Written(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, JsonElement> Text(int most) => new() { ["maxLength"] = JsonSerializer.SerializeToElement(most) };
}
