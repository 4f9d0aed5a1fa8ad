using System.Globalization;
using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Functions of single numbers; rounding is half away from zero (四舍五入).</summary>
[Family("数学", "Numbers")]
internal static class MathFunctions
{
    [Function("ROUND", ZhUse = "ROUND(数字, [小数位数])", EnUse = "ROUND(number, [digits])", Zh = "四舍五入到几位小数；负的位数按十、百取整。",
        En = "Rounds to some decimals, half away from zero; negative digits round to tens, hundreds.",
        ZhExample = "ROUND(2.345, 2)", EnExample = "ROUND(2.345, 2)")]
    public static decimal Round(decimal number, decimal digits = 0) => Numbers.Round(number, digits);

    [Function("ROUNDUP", ZhUse = "ROUNDUP(数字, [小数位数])", EnUse = "ROUNDUP(number, [digits])", Zh = "向远离 0 的方向进位。",
        En = "Rounds away from zero.", ZhExample = "ROUNDUP(2.341, 2)", EnExample = "ROUNDUP(2.341, 2)")]
    public static decimal RoundUp(decimal number, decimal digits = 0)
    {
        var down = RoundDown(number, digits);
        return down == number ? down : Numbers.Round(down + Math.Sign(number) * Unit(digits), digits);
    }

    [Function("ROUNDDOWN", ZhUse = "ROUNDDOWN(数字, [小数位数])", EnUse = "ROUNDDOWN(number, [digits])", Zh = "舍去多余的小数，向 0 靠近。",
        En = "Cuts off decimals, towards zero.", ZhExample = "ROUNDDOWN(2.349, 2)", EnExample = "ROUNDDOWN(2.349, 2)")]
    public static decimal RoundDown(decimal number, decimal digits = 0) => Numbers.Round(number, digits, MidpointRounding.ToZero);

    [Function("INT", ZhUse = "INT(数字)", EnUse = "INT(number)", Zh = "向下取整：不大于它的最大整数。", En = "The whole number at or below a number.",
        ZhExample = "INT(-2.5)", EnExample = "INT(-2.5)")]
    public static decimal Int(decimal number) => decimal.Floor(number);

    [Function("CEILING", ZhUse = "CEILING(数字, [倍数])", EnUse = "CEILING(number, [multiple])", Zh = "向上取到某个数的倍数，缺省为 1。",
        En = "Rounds up to a multiple, of 1 if none is given.", ZhExample = "CEILING(12, 5)", EnExample = "CEILING(12, 5)")]
    public static decimal Ceiling(decimal number, decimal multiple = 1) =>
        multiple == 0 ? 0 : decimal.Ceiling(number / Math.Abs(multiple)) * Math.Abs(multiple);

    [Function("FLOOR", ZhUse = "FLOOR(数字, [倍数])", EnUse = "FLOOR(number, [multiple])", Zh = "向下取到某个数的倍数，缺省为 1。",
        En = "Rounds down to a multiple, of 1 if none is given.", ZhExample = "FLOOR(12, 5)", EnExample = "FLOOR(12, 5)")]
    public static decimal Floor(decimal number, decimal multiple = 1) =>
        multiple == 0 ? 0 : decimal.Floor(number / Math.Abs(multiple)) * Math.Abs(multiple);

    [Function("ABS", ZhUse = "ABS(数字)", EnUse = "ABS(number)", Zh = "绝对值。", En = "A number without its minus sign.",
        ZhExample = "ABS(-8)", EnExample = "ABS(-8)")]
    public static decimal Abs(decimal number) => Math.Abs(number);

    [Function("MOD", ZhUse = "MOD(被除数, 除数)", EnUse = "MOD(number, divisor)", Zh = "相除的余数，符号与除数相同；除数为 0 时为空。",
        En = "What is left after division, with the sign of the divisor; empty if that is 0.",
        ZhExample = "MOD(10, 3)", EnExample = "MOD(10, 3)")]
    public static decimal? Mod(decimal number, decimal divisor)
    {
        if (divisor == 0)
            return null;
        var rest = number % divisor;
        return rest != 0 && rest < 0 != divisor < 0 ? rest + divisor : rest;
    }

    [Function("POWER", ZhUse = "POWER(底数, 指数)", EnUse = "POWER(number, exponent)", Zh = "乘方，与 ^ 相同。", En = "A number raised to a power, like the ^ sign.",
        ZhExample = "POWER(1.05, 3)", EnExample = "POWER(1.05, 3)")]
    public static decimal? Power(decimal number, decimal exponent) => Numbers.Power(number, exponent) as decimal?;

    [Function("SQRT", ZhUse = "SQRT(数字)", EnUse = "SQRT(number)", Zh = "平方根；负数没有平方根，结果为空。", En = "The square root; empty for a negative number.",
        ZhExample = "SQRT(2)", EnExample = "SQRT(2)")]
    public static decimal? Sqrt(decimal number) => Numbers.Root(number) as decimal?;

    [Function("RAND", Volatile = true, AtSave = true, ZhUse = "RAND()", EnUse = "RAND()", Zh = "0 到 1 之间的随机数，不含 1。", En = "A random number from 0 up to but not including 1.",
        ZhExample = "RAND()", EnExample = "RAND()")]
    public static decimal Rand(Evaluation evaluation) => (decimal)evaluation.Scope.Random.NextDouble();

    [Function("FIXED", ZhUse = "FIXED(数字, [小数位数])", EnUse = "FIXED(number, [digits])", Zh = "四舍五入并写成固定小数位数的文本，缺省 2 位。",
        En = "A rounded number as text with fixed decimals, two if no digits are given.",
        ZhExample = "FIXED(1234.5, 2)", EnExample = "FIXED(1234.5, 2)")]
    public static string Fixed(decimal number, int digits = 2) =>
        Numbers.Round(number, digits).ToString("F" + Math.Clamp(digits, 0, 28).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    [Function("DISTANCE", ZhUse = "DISTANCE(纬度1, 经度1, 纬度2, 经度2)", EnUse = "DISTANCE(lat1, lng1, lat2, lng2)",
        Zh = "两个地点之间的直线距离，单位为米。", En = "The distance between two places on the globe, in metres.",
        ZhExample = "DISTANCE(39.9042, 116.4074, 31.2304, 121.4737)", EnExample = "DISTANCE(52.52, 13.405, 48.8566, 2.3522)")]
    public static decimal? Distance(decimal? lat1, decimal? lng1, decimal? lat2, decimal? lng2)
    {
        if (lat1 is null || lng1 is null || lat2 is null || lng2 is null || Math.Abs(lat1.Value) > 90 || Math.Abs(lat2.Value) > 90)
            return null;
        // Haversine on the mean Earth radius of IUGG, 6 371 008.8 m.
        var (a, b) = (Radians(lat1.Value), Radians(lat2.Value));
        var half = Math.Pow(Math.Sin((b - a) / 2), 2)
            + Math.Cos(a) * Math.Cos(b) * Math.Pow(Math.Sin(Radians(lng2.Value - lng1.Value) / 2), 2);
        return Numbers.Round((decimal)(2 * 6_371_008.8 * Math.Asin(Math.Min(1, Math.Sqrt(half)))), 0);
    }

    private static double Radians(decimal degrees) => (double)degrees * Math.PI / 180;

    private static decimal Unit(decimal digits) => (decimal)Math.Pow(10, -(double)decimal.Truncate(digits));
}
