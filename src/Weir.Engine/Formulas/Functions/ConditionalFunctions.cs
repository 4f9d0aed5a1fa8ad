using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Totals over the rows that meet conditions.</summary>
[Family("汇总", "Totals")]
internal static class ConditionalFunctions
{
    [Function("COUNTIF", ZhUse = "COUNTIF(一列值, 条件)", EnUse = "COUNTIF(list, condition)",
        Zh = "符合条件的值有几个；条件可写一个值、\">=10\"、\"<>是\" 或 \"华*\"。",
        En = "How many values meet a condition: a value, \">=10\", \"<>yes\" or \"Ac*\".",
        ZhExample = """COUNTIF(lines.qty, ">=10")""", EnExample = """COUNTIF(lines.qty, ">=10")""")]
    public static decimal CountIf(Evaluation evaluation, IReadOnlyList<object?> list, [Each] object? condition)
    {
        var criterion = new Criterion(condition, evaluation);
        evaluation.Step(list.Count);
        return list.Count(criterion.Matches);
    }

    [Function("COUNTIFS", SameRows = true, ZhUse = "COUNTIFS(一列值1, 条件1, [一列值2, 条件2, …])", EnUse = "COUNTIFS(list1, condition1, [list2, condition2, …])",
        Zh = "同时符合各个条件的行有几行。", En = "How many rows meet all the conditions.",
        ZhExample = """COUNTIFS(lines.product, "A*", lines.qty, ">1")""", EnExample = """COUNTIFS(lines.product, "A*", lines.qty, ">1")""")]
    public static decimal? CountIfs(Evaluation evaluation, Argument list, Argument condition, params Argument[] more) =>
        Rows([list, condition, .. more], evaluation)?.Count(row => row);

    [Function("SUMIF", SameRows = true, ZhUse = "SUMIF(一列值, 条件, [求和的列])", EnUse = "SUMIF(list, condition, [numbers])",
        Zh = "把符合条件的各行求和；未写求和的列时对这一列本身求和。", En = "Adds up the rows that meet a condition, of the list itself or of another one.",
        ZhExample = """SUMIF(lines.product, "A", lines.amount)""", EnExample = """SUMIF(lines.product, "A", lines.amount)""")]
    public static decimal? SumIf(Evaluation evaluation, Argument list, Argument condition, Argument? numbers = null) =>
        Rows([list, condition], evaluation) is { } rows ? Sum((numbers ?? list).Value(), rows, out _) : null;

    [Function("SUMIFS", SameRows = true, ZhUse = "SUMIFS(求和的列, 一列值1, 条件1, [一列值2, 条件2, …])", EnUse = "SUMIFS(numbers, list1, condition1, [list2, condition2, …])",
        Zh = "把同时符合各个条件的行求和。", En = "Adds up the rows that meet all the conditions.",
        ZhExample = """SUMIFS(lines.amount, lines.product, "A", lines.qty, ">1")""",
        EnExample = """SUMIFS(lines.amount, lines.product, "A", lines.qty, ">1")""")]
    public static decimal? SumIfs(Evaluation evaluation, Argument numbers, Argument list, Argument condition, params Argument[] more) =>
        Rows([list, condition, .. more], evaluation) is { } rows ? Sum(numbers.Value(), rows, out _) : null;

    [Function("AVERAGEIF", SameRows = true, ZhUse = "AVERAGEIF(一列值, 条件, [求平均的列])", EnUse = "AVERAGEIF(list, condition, [numbers])",
        Zh = "符合条件的各行的平均值；没有这样的行时为空。", En = "The mean of the rows that meet a condition; empty when there are none.",
        ZhExample = """AVERAGEIF(lines.product, "A", lines.price)""", EnExample = """AVERAGEIF(lines.product, "A", lines.price)""")]
    public static decimal? AverageIf(Evaluation evaluation, Argument list, Argument condition, Argument? numbers = null)
    {
        if (Rows([list, condition], evaluation) is not { } rows)
            return null;
        var sum = Sum((numbers ?? list).Value(), rows, out var count);
        return count == 0 ? null : sum / count;
    }

    /// <summary>Which rows meet every condition; null when a column or a condition is a fault, lacks its partner or has other rows.</summary>
    private static bool[]? Rows(Argument[] pairs, Evaluation evaluation)
    {
        if (pairs.Length % 2 != 0)
            return null;
        bool[]? rows = null;
        for (var i = 0; i < pairs.Length; i += 2)
        {
            var column = Column(pairs[i].Value());
            var condition = pairs[i + 1].Value();
            rows ??= [.. Enumerable.Repeat(true, column?.Count ?? 0)];
            if (column is null || condition is Fault or IReadOnlyList<object?> || column.Count != rows.Length)
                return null;
            evaluation.Step(rows.Length);
            var criterion = new Criterion(condition, evaluation);
            for (var row = 0; row < rows.Length; row++)
                rows[row] = rows[row] && criterion.Matches(column[row]);
        }
        return rows;
    }

    private static decimal? Sum(object? numbers, bool[] rows, out int count)
    {
        count = 0;
        if (Column(numbers) is not { } column || column.Count != rows.Length)
            return null;
        var sum = 0m;
        for (var row = 0; row < rows.Length; row++)
        {
            if (!rows[row] || column[row] is null or "")
                continue;
            if (!Coercion.Number(column[row], out var number))
                return null;
            sum += number;
            count++;
        }
        return sum;
    }

    private static IReadOnlyList<object?>? Column(object? value) => value switch
    {
        Fault => null,
        IReadOnlyList<object?> list => list.Contains(Fault.Value) ? null : list,
        null => [],
        _ => [value],
    };
}
