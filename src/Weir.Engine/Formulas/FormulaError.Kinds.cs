using Weir.Engine.Formulas.Functions;
using Weir.Engine.Formulas.Syntax;
using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas;

public sealed partial class FormulaError
{
    internal static FormulaError Empty() =>
        new("formula.empty", 0, 0, "公式是空的，请输入内容，例如 1 + 2。", "The formula is empty. Type something, for example 1 + 2.");

    internal static FormulaError Character(Place at, string found) =>
        new("formula.character", at.Position, at.Length, $"这里不能用“{found}”，请删去；文字请用双引号括起来。",
            $"“{found}” cannot stand here. Remove it; put text between double quotes.");

    internal static FormulaError OpenText(Place at) =>
        new("formula.open_text", at.Position, at.Length, "文本缺少收尾的引号，请补上。", "This text has no closing quote. Add one.");

    internal static FormulaError OpenBrace(Place at) =>
        new("formula.open_brace", at.Position, at.Length, "字段名缺少收尾的 }，请补上。", "This field name has no closing }. Add one.");

    internal static FormulaError Number(Place at, string found) =>
        new("formula.number", at.Position, at.Length, $"“{found}”不是可用的数字，请改写；太大的数字也不能用。",
            $"“{found}” is not a number that can be used. Rewrite it; very large numbers do not fit.");

    internal static FormulaError Unexpected(Place at, string found) => found.Length == 0
        ? new("formula.unfinished", at.Position, at.Length, "公式没有写完，请补上后面的值或括号。",
            "The formula stops too early. Add the value or the bracket that is missing.")
        : new("formula.unexpected", at.Position, at.Length, $"“{found}”出现在不该出现的地方，请检查它前面是否少了运算符或逗号。",
            $"“{found}” is out of place. Check whether an operator or a comma is missing before it.");

    internal static FormulaError OpenBracket(Place at) =>
        new("formula.open_bracket", at.Position, at.Length, "这个左括号没有对应的右括号，请补上 )。",
            "This bracket is never closed. Add the missing ).");

    internal static FormulaError UnknownName(Place at, string name, string? nearest) =>
        new("formula.unknown_name", at.Position, at.Length,
            $"没有名为“{name}”的字段" + (nearest is null ? "，请从字段列表中选择；文字请用双引号括起来。" : $"，是否想写 {nearest}？"),
            $"There is no field “{name}”. " + (nearest is null ? "Pick one from the field list; put text between double quotes."
                : $"Did you mean {nearest}?"));

    internal static FormulaError UnknownFunction(Place at, string name, string? nearest) =>
        new("formula.unknown_function", at.Position, at.Length,
            $"没有函数 {name}" + (nearest is null ? "，请从函数列表中选择。" : $"，是否想用 {nearest}？"),
            $"There is no function {name}. " + (nearest is null ? "Pick one from the function list." : $"Did you mean {nearest}?"));

    internal static FormulaError Arguments(Place at, FormulaFunction function, int given) =>
        new("formula.arguments", at.Position, at.Length,
            $"{function.Key} 的参数个数不对（写了 {given} 个），写法是 {function.Usage(true)}。",
            $"{function.Key} does not take {given} argument{(given == 1 ? "" : "s")}. Write {function.Usage(false)}.");

    internal static FormulaError Argument(Place at, FormulaFunction function, int number, FormulaType needs, FormulaType has) =>
        new("formula.type", at.Position, at.Length,
            $"{function.Key} 的第 {number} 个参数要{Word(needs, true)}，这里却是{Word(has, true)}{Way(needs, has, true)}。",
            $"Argument {number} of {function.Key} must be {Word(needs, false)}, but this is {Word(has, false)}{Way(needs, has, false)}.");

    internal static FormulaError Operand(Place at, string sign, FormulaType needs, FormulaType has) =>
        new("formula.type", at.Position, at.Length,
            $"运算符 {sign} 要{Word(needs, true)}，这里却是{Word(has, true)}"
                + (sign == "+" && has == FormulaType.Text ? "；连接文字请用 &" : "") + Way(needs, has, true) + "。",
            $"The sign {sign} needs {Word(needs, false)}, but this is {Word(has, false)}"
                + (sign == "+" && has == FormulaType.Text ? "; to join texts use &" : "") + Way(needs, has, false) + ".");

    internal static FormulaError Dates(Place at, string sign) =>
        new("formula.type", at.Position, at.Length,
            $"日期不能这样用 {sign}：可以用日期减日期得到天数，或者用日期加减天数。",
            $"Dates cannot be used with {sign} this way: subtract two dates to get days, or add days to a date.");

    internal static FormulaError Compared(Place at, FormulaType left, FormulaType right) =>
        new("formula.type", at.Position, at.Length,
            $"左边是{Word(left, true)}，右边是{Word(right, true)}，两者不能比较，请改成同一种类型。",
            $"The left side is {Word(left, false)}, the right side is {Word(right, false)}: they cannot be compared. Make both the same.");

    internal static FormulaError NotADate(Place at, string text) =>
        new("formula.date", at.Position, at.Length, $"“{text}”不是日期，请写成 2026-01-31 的样子。",
            $"“{text}” is not a date. Write it like 2026-01-31.");

    internal static FormulaError DifferentRows(Place at, string first, string second) =>
        new("formula.different_rows", at.Position, at.Length,
            $"{first} 和 {second} 是两个不同的明细，行数不一定相同，不能逐行计算；请先分别汇总，例如用 SUM。",
            $"{first} and {second} are different tables whose rows do not match. Total each of them first, for example with SUM.");

    internal static FormulaError Cycle(IReadOnlyList<string> chain) =>
        new("formula.cycle", 0, 0,
            $"公式互相引用成了一圈：{string.Join(" → ", chain)}。请改掉其中一个公式。",
            $"These formulas go round in a circle: {string.Join(" → ", chain)}. Change one of them.");

    internal static FormulaError Budget(int position, int length, string chinese, string english) =>
        new("formula.budget", position, length, chinese, english);

    private static string Word(FormulaType type, bool chinese) => type switch
    {
        FormulaType.Text => chinese ? "文本" : "a text",
        FormulaType.Number => chinese ? "数字" : "a number",
        FormulaType.Bool => chinese ? "是或否" : "yes or no",
        FormulaType.Date => chinese ? "日期" : "a date",
        FormulaType.Moment => chinese ? "日期时间" : "a date with time",
        FormulaType.List => chinese ? "一列值" : "a list",
        _ => chinese ? "任意值" : "any value",
    };

    private static string Way(FormulaType needs, FormulaType has, bool chinese) => (needs, has) switch
    {
        (FormulaType.Number, FormulaType.Text) => chinese ? "；文本里写着数字时，可用 VALUE() 转换" : "; if it holds digits, convert it with VALUE()",
        (FormulaType.Number, FormulaType.Date or FormulaType.Moment) => chinese ? "；可用 DAYS()、YEAR() 等函数从日期得到数字"
            : "; DAYS(), YEAR() and their kin make numbers of dates",
        (FormulaType.Bool, FormulaType.Text) => chinese ? "；请写成比较，例如 = \"是\"" : "; write a comparison, for example = \"yes\"",
        (FormulaType.Date or FormulaType.Moment, FormulaType.Number) => chinese ? "；可用 DATE(年, 月, 日) 得到日期"
            : "; make a date with DATE(year, month, day)",
        _ => "",
    };
}
