namespace Weir.Engine.FieldTypes.Reading;

/// <summary>The signs and words by which people name a currency beside an amount; knows no rates.</summary>
internal static class Currency
{
    private static readonly Dictionary<string, string[]> Signs = new()
    {
        ["CNY"] = ["¥", "元", "人民币", "rmb", "圆", "元整"],
        ["USD"] = ["$", "us$", "美元"],
        ["EUR"] = ["€", "欧元"],
        ["GBP"] = ["£", "英镑"],
        ["JPY"] = ["¥", "円", "日元"],
        ["HKD"] = ["hk$", "$", "港元", "港币"],
        ["TWD"] = ["nt$", "$", "新台币"],
        ["SGD"] = ["s$", "$", "新加坡元"],
        ["KRW"] = ["₩", "韩元"],
    };

    /// <summary>The first sign, or the code itself.</summary>
    public static string Sign(string currency) => Signs.TryGetValue(currency, out var signs) ? signs[0].ToUpperInvariant() : currency;

    /// <summary>Whether these signs around a number say this currency, or say nothing.</summary>
    public static bool Names(string around, string currency)
    {
        if (string.IsNullOrWhiteSpace(around)) return true;
        var rest = around.ToLowerInvariant().Replace(currency.ToLowerInvariant(), "", StringComparison.Ordinal);
        foreach (var sign in (Signs.GetValueOrDefault(currency) ?? []).OrderByDescending(s => s.Length)) rest = rest.Replace(sign, "", StringComparison.Ordinal);
        return string.IsNullOrWhiteSpace(rest);
    }
}
