using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Admin.Roles;

/// <summary>Operations, levels and field rights by the names that people read.</summary>
public static class RightsWords
{
    public static Words Of(Operation operation) => operation switch
    {
        Operation.View => ("查看", "View"),
        Operation.Create => ("新建", "Create"),
        Operation.Edit => ("编辑", "Edit"),
        Operation.Delete => ("删除", "Delete"),
        Operation.Import => ("导入", "Import"),
        Operation.Export => ("导出", "Export"),
        Operation.Bulk => ("批量", "Bulk"),
        Operation.Assign => ("分配", "Assign"),
        Operation.Approve => ("审批", "Approve"),
        _ => ("共享", "Share"),
    };

    public static Words Of(AccessLevel level) => level switch
    {
        AccessLevel.Own => ("本人", "Own"),
        AccessLevel.Collaborators => ("协作", "Named"),
        AccessLevel.Department => ("本部门", "Department"),
        AccessLevel.Team => ("团队", "Team"),
        _ => ("全部", "All"),
    };

    /// <summary>What a level means, for those who choose one.</summary>
    public static Words Meaning(AccessLevel level) => level switch
    {
        AccessLevel.Own => ("我负责的", "of which I am the owner"),
        AccessLevel.Collaborators => ("我负责的，以及我是协作人的", "mine, and those which name me as a collaborator"),
        AccessLevel.Department => ("我所在部门的", "of my departments"),
        AccessLevel.Team => ("我所在或主管的部门及其下级的", "of my departments, those I lead, and all below"),
        _ => ("所有记录", "every record"),
    };

    public static Words Of(FieldRight right) => right switch
    {
        FieldRight.Hidden => ("隐藏", "Hidden"),
        FieldRight.Masked => ("脱敏", "Masked"),
        FieldRight.Read => ("只读", "Read only"),
        _ => ("可编辑", "Edit"),
    };
}
