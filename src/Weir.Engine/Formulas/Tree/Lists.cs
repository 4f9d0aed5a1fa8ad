using System.Text;

namespace Weir.Engine.Formulas.Tree;

/// <summary>Calculates row by row over lists; a single value stands beside every row.</summary>
internal static class Lists
{
    public static object? Zip(object? left, object? right, Evaluation evaluation, Func<object?, object?, object?> each)
    {
        var a = left as IReadOnlyList<object?>;
        var b = right as IReadOnlyList<object?>;
        if (a is not null && b is not null && a.Count != b.Count)
            return Fault.Value;
        var count = (a ?? b)!.Count;
        evaluation.Step(count);
        var result = new object?[count];
        for (var i = 0; i < count; i++)
        {
            var x = a is null ? left : a[i];
            var y = b is null ? right : b[i];
            result[i] = x is Fault || y is Fault ? Fault.Value : each(x, y);
        }
        return result;
    }

    public static object? Map(IReadOnlyList<object?> list, Evaluation evaluation, Func<object?, object?> each) =>
        Zip(list, null, evaluation, (element, _) => each(element));

    /// <summary>The values of arguments in a row, lists opened; null when one of them is a fault.</summary>
    public static List<object?>? Flatten(IEnumerable<object?> values, Evaluation evaluation)
    {
        var flat = new List<object?>();
        foreach (var value in values)
        {
            if (value is not IReadOnlyList<object?> list)
            {
                flat.Add(value);
                continue;
            }
            evaluation.Step(list.Count);
            flat.AddRange(list);
        }
        return flat.Contains(Fault.Value) ? null : flat;
    }

    /// <summary>The elements as one text; empty elements leave no gap.</summary>
    public static string Join(IReadOnlyList<object?> list, string between, Evaluation evaluation)
    {
        var joined = new StringBuilder();
        foreach (var element in list)
        {
            if (element is null or "" or Fault)
                continue;
            if (joined.Length > 0)
                joined.Append(between);
            joined.Append(Coercion.Text(element, evaluation));
            evaluation.Room(joined.Length);
        }
        return joined.ToString();
    }
}
