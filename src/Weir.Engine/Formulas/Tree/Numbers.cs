namespace Weir.Engine.Formulas.Tree;

/// <summary>Decimal calculation that yields a <see cref="Fault"/> where there is no answer, instead of throwing.</summary>
internal static class Numbers
{
    public static object Apply(char sign, decimal a, decimal b)
    {
        try
        {
            return sign switch
            {
                '+' => a + b,
                '-' => a - b,
                '*' => a * b,
                '/' => b == 0 ? Fault.Value : a / b,
                _ => Power(a, b),
            };
        }
        catch (OverflowException)
        {
            return Fault.Value;
        }
    }

    /// <summary>Exact for whole exponents as far as decimals reach, through doubles (15 digits) otherwise.</summary>
    public static object Power(decimal number, decimal exponent)
    {
        if (exponent == 0.5m)
            return Root(number);
        if (exponent != decimal.Truncate(exponent) || Math.Abs(exponent) > int.MaxValue)
            return Coercion.Exact(Math.Pow((double)number, (double)exponent));
        if (number == 0 && exponent < 0)
            return Fault.Value;
        var result = 1m;
        var square = number;
        for (var left = (long)Math.Abs(exponent); left > 0; left >>= 1)
        {
            if ((left & 1) == 1)
                result *= square;
            if (left > 1)
                square *= square;
        }
        if (exponent > 0)
            return result;
        return result == 0 ? Fault.Value : 1 / result;
    }

    /// <summary>The square root to all decimal digits: Newton's step takes the 15 digits of the double further.</summary>
    public static object Root(decimal number)
    {
        if (number < 0)
            return Fault.Value;
        var root = (decimal)Math.Sqrt((double)number);
        return root == 0 ? root : (root + number / root) / 2;
    }

    /// <summary>Half away from zero; a negative count of digits rounds to tens, hundreds …</summary>
    public static decimal Round(decimal number, decimal digits, MidpointRounding way = MidpointRounding.AwayFromZero)
    {
        if (digits >= 0)
            return decimal.Round(number, (int)Math.Min(28, decimal.Truncate(digits)), way);
        if (digits < -28)
            return 0;
        var unit = 1m;
        for (var i = (int)-decimal.Truncate(digits); i > 0; i--)
            unit *= 10;
        return decimal.Round(number / unit, 0, way) * unit;
    }
}
