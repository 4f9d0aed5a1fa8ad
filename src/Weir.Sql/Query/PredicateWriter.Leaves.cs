using System.Numerics;
using Weir.Sql.Dialects;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Query;

internal static partial class PredicateWriter
{
    private static SqlText Compare(Dialect dialect, Predicate.Compare predicate)
    {
        var (left, how) = (QueryWriter.Column(predicate.Left), predicate.How);
        SqlValue value;
        if (IsNumber(predicate.Left))
        {
            var number = Convert.ToDecimal(predicate.Right, System.Globalization.CultureInfo.InvariantCulture);
            var scale = ScaleOf(predicate.Left);
            if (!Storable.TryScale(number, scale, out _)) return Beyond(left, how, number > 0);
            // 1.005 stands between two values of a column with two decimals.
            var floor = decimal.Round(number, scale, MidpointRounding.ToNegativeInfinity);
            if (floor != number)
            {
                if (how is Comparison.Equal or Comparison.NotEqual) return Constant(how == Comparison.NotEqual);
                how = how is Comparison.Less or Comparison.LessOrEqual ? Comparison.LessOrEqual : Comparison.Greater;
            }
            value = Number(predicate.Left, floor);
        }
        else
        {
            if (how is Comparison.Equal or Comparison.NotEqual && !CanStore(predicate.Left, predicate.Right)) return Constant(how == Comparison.NotEqual);
            value = new(predicate.Right, predicate.Left.Type);
        }
        SqlText right = $"{value}";
        return how switch
        {
            Comparison.Equal => $"{left} = {right}",
            Comparison.NotEqual => dialect.Differs(left, right),
            Comparison.Less => $"{left} < {right}",
            Comparison.LessOrEqual => $"{left} <= {right}",
            Comparison.Greater => $"{left} > {right}",
            _ => $"{left} >= {right}",
        };
    }

    /// <summary>The number is larger (or smaller) than any a column can hold.</summary>
    private static SqlText Beyond(SqlText left, Comparison how, bool above) => how switch
    {
        Comparison.Equal => Constant(false),
        Comparison.NotEqual => Constant(true),
        Comparison.Less or Comparison.LessOrEqual => above ? (SqlText)$"{left} is not null" : Constant(false),
        _ => above ? Constant(false) : $"{left} is not null",
    };

    private static SqlText OneOf(Dialect dialect, Predicate.OneOf predicate)
    {
        var values = predicate.Values.Select(v => Stored(predicate.Left, v)).OfType<SqlValue>().ToList();
        if (values.Count == 0) return Constant(predicate.Not);
        var left = QueryWriter.Column(predicate.Left);
        if (values.Count == 1) return predicate.Not ? dialect.Differs(left, $"{values[0]}") : $"{left} = {values[0]}";
        if (values.Count <= SqlList.Short)
        {
            // A list grows to a power of two by repeating its last value: few lengths make few statements to prepare.
            var length = (int)BitOperations.RoundUpToPowerOf2((uint)values.Count);
            while (values.Count < length) values.Add(values[^1]);
            return predicate.Not ? (SqlText)$"({left} is null or {left} not in {values})" : $"{left} in {values}";
        }
        var among = dialect.Among(left, new(values, predicate.Left.Type, predicate.Left.Scale));
        return predicate.Not ? (SqlText)$"({left} is null or not ({among}))" : among;
    }

    private static SqlText Empty(Predicate.Empty predicate)
    {
        var left = QueryWriter.Column(predicate.Left);
        if (predicate.Left.Type != ColumnType.Text) return predicate.Not ? (SqlText)$"{left} is not null" : $"{left} is null";
        return predicate.Not ? (SqlText)$"{left} <> ''" : $"({left} is null or {left} = '')";
    }

    private static SqlText Match(Dialect dialect, Predicate.Match predicate)
    {
        var left = QueryWriter.Column(predicate.Left);
        if (!Storable.CanStore(predicate.Text)) return Constant(predicate.Not);
        if (predicate.Text.Length == 0) return predicate.Not ? (SqlText)$"{left} is null" : $"{left} is not null";
        SqlText sought = $"{AsciiLower(predicate.Text)}";
        var text = dialect.Lower(left);
        SqlText found = predicate.How switch
        {
            TextMatch.Contains => $"{dialect.Position(text, sought)} > 0",
            TextMatch.StartsWith => $"substr({text}, 1, length({sought})) = {sought}",
            _ => $"(length({left}) >= length({sought}) and substr({text}, length({left}) - length({sought}) + 1) = {sought})",
        };
        return predicate.Not ? (SqlText)$"({left} is null or not ({found}))" : found;
    }

    private static SqlText Holds(Dialect dialect, Predicate.Holds predicate)
    {
        if (predicate.Token.Length == 0 || predicate.Token.Contains('|') || !Storable.CanStore(predicate.Token)) return Constant(predicate.Not);
        var left = QueryWriter.Column(predicate.Left);
        var place = dialect.Position(left, $"{"|" + predicate.Token + "|"}");
        return predicate.Not ? (SqlText)$"({left} is null or {place} = 0)" : $"{place} > 0";
    }

    /// <summary>The value as the column would hold it; null when no row can hold it.</summary>
    private static object? Stored(Operand left, object? value)
    {
        if (value is null) return null;
        if (!IsNumber(left)) return CanStore(left, value) ? new SqlValue(value, left.Type) : null;
        var number = Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture);
        var fits = Storable.TryScale(number, ScaleOf(left), out _) && decimal.Round(number, ScaleOf(left)) == number;
        return fits ? Number(left, number) : null;
    }

    private static SqlValue Number(Operand left, decimal number) => left.Type == ColumnType.Decimal
        ? SqlValue.Decimal(number, left.Scale)
        : new SqlValue((long)number, left.Type);

    private static bool IsNumber(Operand operand) => operand.Type is ColumnType.Id or ColumnType.Integer or ColumnType.Decimal;

    private static int ScaleOf(Operand operand) => operand.Type == ColumnType.Decimal ? operand.Scale : 0;

    private static bool CanStore(Operand left, object value) => left.Type != ColumnType.Text || value is not string text || Storable.CanStore(text);

    private static string AsciiLower(string text) => string.Create(text.Length, text, (to, from) =>
    {
        for (var i = 0; i < to.Length; i++) to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    });
}
