using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Functions that ask who works and hand out identities.</summary>
[Family("其他", "Other")]
internal static class MemberFunctions
{
    [Function("GETUSERNAME", Volatile = true, AtSave = true, ZhUse = "GETUSERNAME()", EnUse = "GETUSERNAME()", Zh = "当前成员的姓名。", En = "The name of the member at work.",
        ZhExample = "GETUSERNAME()", EnExample = "GETUSERNAME()")]
    public static string GetUserName(Evaluation evaluation) => evaluation.Scope.UserName;

    [Function("UUID", Volatile = true, AtSave = true, ZhUse = "UUID()", EnUse = "UUID()", Zh = "一个不会重复的编码。", En = "A code that never comes twice.",
        ZhExample = "UUID()", EnExample = "UUID()")]
    public static string Uuid(Evaluation evaluation) => evaluation.Scope.NewId().ToString();
}
