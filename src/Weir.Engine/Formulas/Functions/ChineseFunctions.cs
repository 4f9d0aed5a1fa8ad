using System.Text;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Functions that follow Chinese business writing.</summary>
[Family("中文", "Chinese")]
internal static class ChineseFunctions
{
    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private static readonly string[] Places = ["", "拾", "佰", "仟"];
    private static readonly string[] Groups = ["", "万", "亿", "万"];

    /// <remarks>Rules of 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》.</remarks>
    [Function("RMBCAP", ZhUse = "RMBCAP(金额)", EnUse = "RMBCAP(amount)", Zh = "把金额写成中文大写，四舍五入到分。",
        En = "An amount in Chinese capital characters, as on contracts and invoices, rounded to the fen.",
        ZhExample = "RMBCAP(900000)", EnExample = "RMBCAP(1680.32)")]
    public static string? RmbCap(decimal amount)
    {
        var cents = decimal.Round(Math.Abs(amount) * 100, 0, MidpointRounding.AwayFromZero);
        if (cents >= 1_000_000_000_000_000_000)
            return null;
        if (cents == 0)
            return "零元整";
        var yuan = (long)decimal.Truncate(cents / 100);
        var jiao = (int)(cents % 100) / 10;
        var fen = (int)(cents % 10);
        var result = new StringBuilder(amount < 0 ? "负" : "");
        if (yuan > 0)
            result.Append(Whole(yuan)).Append('元');
        if (jiao > 0)
            result.Append(Digits[jiao]).Append('角');
        else if (fen > 0 && yuan > 0)
            result.Append('零');
        return fen > 0 ? result.Append(Digits[fen]).Append('分').ToString() : result.Append('整').ToString();
    }

    private static string Whole(long number)
    {
        var result = new StringBuilder();
        var gap = false;
        for (var group = 3; group >= 0; group--)
        {
            var four = (int)(number / (long)Math.Pow(10_000, group) % 10_000);
            for (var place = 3; place >= 0; place--)
            {
                var digit = four / (int)Math.Pow(10, place) % 10;
                if (digit == 0)
                {
                    gap |= result.Length > 0;
                    continue;
                }
                if (gap)
                    result.Append('零');
                gap = false;
                result.Append(Digits[digit]).Append(Places[place]);
            }
            if (four > 0)
                result.Append(Groups[group]);
            // 壹万亿: the 亿 is said even when its own four digits are all 0.
            else if (group == 2 && number >= 1_000_000_000_000)
                result.Append(Groups[group]);
            // 壹拾万壹仟: zeros that end a group are not read when the next group starts with a digit.
            gap &= four == 0;
        }
        return result.ToString();
    }
}
