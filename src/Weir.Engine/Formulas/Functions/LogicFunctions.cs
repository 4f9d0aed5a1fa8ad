using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Functions that choose and decide.</summary>
[Family("逻辑", "Logic")]
internal static class LogicFunctions
{
    [Function("IF", Result = ResultLike.Branches, ZhUse = "IF(条件, 成立时的值, [不成立时的值])", EnUse = "IF(condition, then, [otherwise])",
        Zh = "条件成立取第一个值，否则取第二个值；未写第二个值时为空。", En = "The first value when the condition holds, otherwise the second, or empty.",
        ZhExample = """IF(amount >= 1000000, "A", "B")""", EnExample = """IF(amount >= 1000000, "A", "B")""")]
    public static object? If(bool condition, Argument then, Argument? otherwise = null) =>
        condition ? then.Value() : otherwise?.Value();

    [Function("IFS", Result = ResultLike.Pairs, ZhUse = "IFS(条件1, 值1, [条件2, 值2, …])", EnUse = "IFS(condition1, value1, [condition2, value2, …])",
        Zh = "取第一个成立的条件后面的值；都不成立时为空。最后一个条件可写 TRUE 表示“其余”。",
        En = "The value after the first condition that holds; empty when none does. End with TRUE for “all the rest”.",
        ZhExample = """IFS(amount >= 1000000, "A", amount >= 300000, "B", TRUE, "C")""",
        EnExample = """IFS(amount >= 1000000, "A", amount >= 300000, "B", TRUE, "C")""")]
    public static object? Ifs(Argument condition, Argument value, params Argument[] more)
    {
        Argument[] all = [condition, value, .. more];
        for (var i = 0; i + 1 < all.Length; i += 2)
        {
            var holds = Coercion.Truth(all[i].Value());
            if (holds is Fault)
                return holds;
            if (holds is true)
                return all[i + 1].Value();
        }
        return null;
    }

    [Function("SWITCH", Result = ResultLike.Cases, ZhUse = "SWITCH(值, 情况1, 结果1, [情况2, 结果2, …], [其余结果])",
        EnUse = "SWITCH(value, case1, result1, [case2, result2, …], [otherwise])",
        Zh = "把值与各个情况逐一比较，取相等的那个情况的结果；都不相等时取最后的其余结果。",
        En = "Compares a value with each case and takes the result of the one that is equal, or the last argument when none is.",
        ZhExample = """SWITCH(name, "甲方", 1, "乙方", 2, 0)""", EnExample = """SWITCH(name, "Buyer", 1, "Seller", 2, 0)""")]
    public static object? Switch([Each] object? value, Argument @case, Argument result, Evaluation evaluation, params Argument[] more)
    {
        Argument[] all = [@case, result, .. more];
        for (var i = 0; i + 1 < all.Length; i += 2)
        {
            var other = all[i].Value();
            if (other is Fault)
                return other;
            if (Comparison.Order(value, other, evaluation) == 0)
                return all[i + 1].Value();
        }
        return all.Length % 2 == 1 ? all[^1].Value() : null;
    }

    [Function("AND", ZhUse = "AND(条件1, [条件2, …])", EnUse = "AND(condition1, [condition2, …])",
        Zh = "所有条件都成立时为真；一列条件要每行都成立。", En = "True when every condition holds; a list must hold in every row.",
        ZhExample = "AND(amount > 0, lines.qty > 0)", EnExample = "AND(amount > 0, lines.qty > 0)")]
    public static bool? And(Argument condition, params Argument[] more) => Decide([condition, .. more], false);

    [Function("OR", ZhUse = "OR(条件1, [条件2, …])", EnUse = "OR(condition1, [condition2, …])",
        Zh = "至少一个条件成立时为真。", En = "True when at least one condition holds.",
        ZhExample = "OR(amount > 1000000, lines.qty > 100)", EnExample = "OR(amount > 1000000, lines.qty > 100)")]
    public static bool? Or(Argument condition, params Argument[] more) => Decide([condition, .. more], true);

    [Function("XOR", ZhUse = "XOR(条件1, [条件2, …])", EnUse = "XOR(condition1, [condition2, …])",
        Zh = "成立的条件个数为奇数时为真；两个条件时即“恰有一个成立”。", En = "True when an odd number of conditions hold; of two, when exactly one does.",
        ZhExample = "XOR(amount > 0, ISEMPTY(name))", EnExample = "XOR(amount > 0, ISEMPTY(name))")]
    public static bool? Xor(params IReadOnlyList<object?> conditions)
    {
        var odd = false;
        foreach (var condition in conditions)
        {
            if (Coercion.Truth(condition) is not bool holds)
                return null;
            odd ^= holds;
        }
        return odd;
    }

    [Function("NOT", ZhUse = "NOT(条件)", EnUse = "NOT(condition)", Zh = "把真变成假，把假变成真。", En = "Turns true into false and false into true.",
        ZhExample = "NOT(amount > 0)", EnExample = "NOT(amount > 0)")]
    public static bool Not(bool condition) => !condition;

    [Function("TRUE", ZhUse = "TRUE()", EnUse = "TRUE()", Zh = "真；也可以不写括号。", En = "True; the brackets may be left out.",
        ZhExample = "TRUE()", EnExample = "TRUE()")]
    public static bool True() => true;

    [Function("FALSE", ZhUse = "FALSE()", EnUse = "FALSE()", Zh = "假；也可以不写括号。", En = "False; the brackets may be left out.",
        ZhExample = "FALSE()", EnExample = "FALSE()")]
    public static bool False() => false;

    [Function("ISEMPTY", ZhUse = "ISEMPTY(值)", EnUse = "ISEMPTY(value)", Zh = "没有填写、没有行，或者算不出结果时为真；0 不算空。",
        En = "True for what is not filled in, has no rows or cannot be computed; 0 is not empty.",
        ZhExample = "ISEMPTY(due)", EnExample = "ISEMPTY(due)")]
    public static bool IsEmpty(Argument value) => IsNothing(value.Value());

    [Function("IFERROR", Result = ResultLike.Branches, ZhUse = "IFERROR(值, 替代值)", EnUse = "IFERROR(value, instead)",
        Zh = "值算不出来（例如除以 0）时取替代值。", En = "The second value where the first cannot be computed, for example on division by 0.",
        ZhExample = "IFERROR(amount / qty, 0)", EnExample = "IFERROR(amount / qty, 0)")]
    public static object? IfError(Argument value, Argument instead) => value.Value() switch
    {
        Fault => instead.Value(),
        IReadOnlyList<object?> list when list.Contains(Fault.Value) =>
            instead.Value() is var other ? list.Select(element => element is Fault ? other : element).ToArray() : null,
        var fine => fine,
    };

    [Function("IFEMPTY", Result = ResultLike.Branches, ZhUse = "IFEMPTY(值, 替代值)", EnUse = "IFEMPTY(value, instead)",
        Zh = "值为空或算不出来时取替代值。", En = "The second value where the first is empty or cannot be computed.",
        ZhExample = """IFEMPTY(name, "未命名")""", EnExample = """IFEMPTY(name, "Unnamed")""")]
    public static object? IfEmpty(Argument value, Argument instead)
    {
        var first = value.Value();
        return IsNothing(first) ? instead.Value() : first;
    }

    private static bool IsNothing(object? value) => value is null or "" or Fault or IReadOnlyList<object?> { Count: 0 };

    /// <summary>Stops at the first condition that decides; null is a fault.</summary>
    private static bool? Decide(Argument[] conditions, bool deciding)
    {
        foreach (var condition in conditions)
        {
            var value = condition.Value();
            foreach (var one in value as IReadOnlyList<object?> ?? [value])
            {
                if (Coercion.Truth(one) is not bool holds)
                    return null;
                if (holds == deciding)
                    return deciding;
            }
        }
        return !deciding;
    }
}
