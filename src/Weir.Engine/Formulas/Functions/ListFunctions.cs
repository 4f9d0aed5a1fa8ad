using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Functions over many values: columns of line items, lists, or single values side by side. Empty values are left out.</summary>
[Family("汇总", "Totals")]
internal static class ListFunctions
{
    [Function("SUM", ZhUse = "SUM(值1, [值2, …])", EnUse = "SUM(value1, [value2, …])", Zh = "求和，可用于明细的一列，也可逐行计算后求和。",
        En = "Adds up numbers: a column of line items, a calculation row by row, or single values.",
        ZhExample = "SUM(lines.qty * lines.price)", EnExample = "SUM(lines.qty * lines.price)")]
    public static decimal Sum(params IReadOnlyList<decimal> numbers)
    {
        var sum = 0m;
        foreach (var number in numbers)
            sum += number;
        return sum;
    }

    [Function("AVERAGE", ZhUse = "AVERAGE(值1, [值2, …])", EnUse = "AVERAGE(value1, [value2, …])", Zh = "平均值；没有数字时为空。",
        En = "The mean of numbers; empty when there are none.", ZhExample = "AVERAGE(lines.price)", EnExample = "AVERAGE(lines.price)")]
    public static decimal? Average(params IReadOnlyList<decimal> numbers) => numbers.Count == 0 ? null : Sum(numbers) / numbers.Count;

    [Function("MAX", Result = ResultLike.Branches, ZhUse = "MAX(值1, [值2, …])", EnUse = "MAX(value1, [value2, …])", Zh = "最大的数字或最晚的日期；都没有时为空。",
        En = "The largest number or the latest date; empty when there are none.", ZhExample = "MAX(0, 30 - lines.qty)", EnExample = "MAX(0, 30 - lines.qty)")]
    public static object? Max(Evaluation evaluation, params IReadOnlyList<object?> values) => Extreme(values, 1, evaluation);

    [Function("MIN", Result = ResultLike.Branches, ZhUse = "MIN(值1, [值2, …])", EnUse = "MIN(value1, [value2, …])", Zh = "最小的数字或最早的日期；都没有时为空。",
        En = "The smallest number or the earliest date; empty when there are none.", ZhExample = "MIN(lines.price)", EnExample = "MIN(lines.price)")]
    public static object? Min(Evaluation evaluation, params IReadOnlyList<object?> values) => Extreme(values, -1, evaluation);

    [Function("COUNT", ZhUse = "COUNT(值1, [值2, …])", EnUse = "COUNT(value1, [value2, …])", Zh = "有多少个已填写的值。",
        En = "How many values are filled in.", ZhExample = "COUNT(lines.product)", EnExample = "COUNT(lines.product)")]
    public static decimal Count(params IReadOnlyList<object?> values) => values.Count(value => value is not (null or ""));

    [Function("LARGE", Result = ResultLike.Branches, ZhUse = "LARGE(一列值, 第几)", EnUse = "LARGE(list, position)", Zh = "第几大的值；没有那么多时为空。",
        En = "The value at a position counted from the largest; empty when there are not that many.",
        ZhExample = "LARGE(lines.amount, 2)", EnExample = "LARGE(lines.amount, 2)")]
    public static object? Large(Evaluation evaluation, IReadOnlyList<object?> list, int position) => Ranked(list, position, 1, evaluation);

    [Function("SMALL", Result = ResultLike.Branches, ZhUse = "SMALL(一列值, 第几)", EnUse = "SMALL(list, position)", Zh = "第几小的值；没有那么多时为空。",
        En = "The value at a position counted from the smallest; empty when there are not that many.",
        ZhExample = "SMALL(lines.amount, 2)", EnExample = "SMALL(lines.amount, 2)")]
    public static object? Small(Evaluation evaluation, IReadOnlyList<object?> list, int position) => Ranked(list, position, -1, evaluation);

    [Function("SUMPRODUCT", SameRows = true, ZhUse = "SUMPRODUCT(一列数, [另一列数, …])", EnUse = "SUMPRODUCT(list1, [list2, …])", Zh = "把几列数逐行相乘再求和；行数不同时为空。",
        En = "Multiplies lists row by row and adds up; empty when their rows differ.",
        ZhExample = "SUMPRODUCT(lines.qty, lines.price)", EnExample = "SUMPRODUCT(lines.qty, lines.price)")]
    public static decimal? SumProduct(Evaluation evaluation, Argument list, params Argument[] more)
    {
        var lists = new IReadOnlyList<object?>[more.Length + 1];
        for (var i = 0; i < lists.Length; i++)
        {
            var value = i == 0 ? list.Value() : more[i - 1].Value();
            lists[i] = value as IReadOnlyList<object?> ?? (value is null ? [] : [value]);
            if (lists[i].Count != lists[0].Count)
                return null;
            evaluation.Step(lists[i].Count);
        }
        var sum = 0m;
        for (var row = 0; row < lists[0].Count; row++)
        {
            var product = 1m;
            foreach (var column in lists)
            {
                if (!Coercion.Number(column[row], out var number))
                    return null;
                product *= number;
            }
            sum += product;
        }
        return sum;
    }

    [Function("JOIN", ZhUse = "JOIN(一列值, [分隔符])", EnUse = "JOIN(list, [between])", Zh = "把一列值连成文本，缺省用逗号分隔；空值跳过。",
        En = "Makes one text of a list, with commas if nothing else is given; empty values are skipped.",
        ZhExample = """JOIN(lines.product, "、")""", EnExample = """JOIN(lines.product, " + ")""")]
    public static string Join(Evaluation evaluation, IReadOnlyList<object?> list, string between = ",") => Lists.Join(list, between, evaluation);

    [Function("SPLIT", ZhUse = "SPLIT(文本, 分隔符)", EnUse = "SPLIT(text, between)", Zh = "按分隔符把文本拆成一列。", En = "Cuts a text into a list at every separator.",
        ZhExample = """COUNT(SPLIT("红,黄,蓝", ","))""", EnExample = """COUNT(SPLIT("red,green,blue", ","))""")]
    public static IReadOnlyList<string> Split(Evaluation evaluation, string text, string between)
    {
        if (text.Length == 0)
            return [];
        var parts = between.Length == 0 ? [text] : text.Split(between);
        evaluation.Step(parts.Length);
        return parts;
    }

    [Function("UNION", ZhUse = "UNION(一列值, [另一列值, …])", EnUse = "UNION(list1, [list2, …])", Zh = "把几列值合成一列，去掉重复和空值。",
        En = "Puts lists together, every value once, without empty ones.",
        ZhExample = "JOIN(UNION(lines.product))", EnExample = "JOIN(UNION(lines.product))")]
    public static IReadOnlyList<object?> Union(params IReadOnlyList<object?> values) =>
        [.. values.Where(value => value is not (null or "")).Distinct()];

    private static object? Extreme(IReadOnlyList<object?> values, int direction, Evaluation evaluation)
    {
        object? best = null;
        foreach (var value in values)
        {
            if (value is null or "")
                continue;
            var order = best is null ? direction : Comparison.Order(value, best, evaluation);
            if (order is null)
                return Fault.Value;
            if (order * direction > 0)
                best = value;
        }
        return best ?? Fault.Value;
    }

    private static object? Ranked(IReadOnlyList<object?> list, int position, int direction, Evaluation evaluation)
    {
        var sorted = list.Where(value => value is not (null or "")).ToArray();
        if (position < 1 || position > sorted.Length || sorted.Any(value => Comparison.Order(value, sorted[0], evaluation) is null))
            return Fault.Value;
        evaluation.Step(sorted.Length);
        Array.Sort(sorted, (a, b) => -direction * (Comparison.Order(a, b, evaluation) ?? 0));
        return sorted[position - 1];
    }
}
