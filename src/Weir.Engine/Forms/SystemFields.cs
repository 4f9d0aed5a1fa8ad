using System.Text.Json;

namespace Weir.Engine.Forms;

/// <summary>The fields which the engine keeps on every form, so that lists, rules and permissions can use them like any other.</summary>
public static class SystemFields
{
    public const string CreatedBy = "created_by";
    public const string CreatedAt = "created_at";
    public const string UpdatedBy = "updated_by";
    public const string UpdatedAt = "updated_at";
    public const string Owner = "owner";
    public const string OwnerDepartment = "owner_dept";
    public const string Collaborators = "collaborators";
    public const string FlowStatus = "flow_status";
    public const string DeletedAt = "deleted_at";

    /// <summary>What somebody has asked for and others decide on, on forms where things are asked for: the record itself stays open meanwhile.</summary>
    public const string FlowRequest = "flow_request";

    public static readonly IReadOnlyList<FieldDefinition> All =
    [
        Field(CreatedBy, "member", "提交人", "Created by"),
        Field(CreatedAt, "datetime", "提交时间", "Created at"),
        Field(UpdatedBy, "member", "更新人", "Updated by"),
        Field(UpdatedAt, "datetime", "更新时间", "Updated at"),
        Field(Owner, "member", "负责人", "Owner"),
        Field(OwnerDepartment, "department", "归属部门", "Department"),
        Field(Collaborators, "members", "协作人", "Collaborators"),
        Field(FlowStatus, "select", "流程状态", "Flow state") with { Settings = FlowOptions() },
        Field(DeletedAt, "datetime", "删除时间", "Deleted at") with { Hidden = true },
    ];

    public static bool IsSystem(string key) => key is "id" or "version" || All.Any(f => f.Key == key);

    /// <summary>Whether somebody is asked to decide on the record, or on something about it.</summary>
    internal static bool Deciding(Records.Record record) => record[FlowStatus] is "in_approval" || record.Form.Find(FlowRequest) is { Column: not null } asked && record[asked] is not null;

    /// <summary>Every record has these; being told so, PostgreSQL walks their indexes for "newest first".</summary>
    internal static bool IsAlwaysSet(Form form, string key) => !form.IsLine && key is CreatedAt or UpdatedAt;

    private static FieldDefinition Field(string key, string type, string zh, string en) => new() { Key = key, Type = type, Label = (zh, en) };

    private static Dictionary<string, JsonElement> FlowOptions() => new()
    {
        ["options"] = JsonSerializer.SerializeToElement(
            new Option[]
            {
                new("draft", ("草稿", "Draft"), "grey"),
                new("in_approval", ("审批中", "In approval"), "warn"),
                new("approved", ("已通过", "Approved"), "ok"),
                new("rejected", ("已驳回", "Rejected"), "bad"),
                new("withdrawn", ("已撤回", "Withdrawn"), "grey"),
                new("void", ("已作废", "Void"), "grey"),
            },
            Apps.DefinitionJson.Options),
    };
}
