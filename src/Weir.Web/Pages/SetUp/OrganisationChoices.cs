namespace Weir.Web.Pages.SetUp;

/// <summary>The time zones of this machine and the currencies in common use, to choose from.</summary>
internal static class OrganisationChoices
{
    private static readonly (string Code, string Zh, string En)[] Common =
    [
        ("CNY", "人民币", "Chinese yuan"), ("HKD", "港币", "Hong Kong dollar"), ("TWD", "新台币", "New Taiwan dollar"), ("MOP", "澳门元", "Macanese pataca"),
        ("USD", "美元", "US dollar"), ("EUR", "欧元", "Euro"), ("GBP", "英镑", "Pound sterling"), ("JPY", "日元", "Japanese yen"), ("KRW", "韩元", "South Korean won"),
        ("SGD", "新加坡元", "Singapore dollar"), ("MYR", "马来西亚林吉特", "Malaysian ringgit"), ("THB", "泰铢", "Thai baht"), ("VND", "越南盾", "Vietnamese dong"),
        ("IDR", "印尼盾", "Indonesian rupiah"), ("PHP", "菲律宾比索", "Philippine peso"), ("INR", "印度卢比", "Indian rupee"), ("AUD", "澳元", "Australian dollar"),
        ("NZD", "新西兰元", "New Zealand dollar"), ("CAD", "加元", "Canadian dollar"), ("CHF", "瑞士法郎", "Swiss franc"), ("SEK", "瑞典克朗", "Swedish krona"),
        ("NOK", "挪威克朗", "Norwegian krone"), ("DKK", "丹麦克朗", "Danish krone"), ("PLN", "波兰兹罗提", "Polish zloty"), ("CZK", "捷克克朗", "Czech koruna"),
        ("TRY", "土耳其里拉", "Turkish lira"), ("RUB", "俄罗斯卢布", "Russian rouble"), ("AED", "阿联酋迪拉姆", "UAE dirham"), ("SAR", "沙特里亚尔", "Saudi riyal"),
        ("ZAR", "南非兰特", "South African rand"), ("BRL", "巴西雷亚尔", "Brazilian real"), ("MXN", "墨西哥比索", "Mexican peso"),
    ];

    /// <summary>The common ones, and the one in use when it is another.</summary>
    public static IEnumerable<(string Code, string Zh, string En)> Currencies(string used) =>
        used.Length == 0 || Common.Any(c => c.Code == used) ? Common : [(used, "", ""), .. Common];

    /// <summary>IANA names with their offset at this moment, as UTC+08:00.</summary>
    public static IEnumerable<(string Id, string Offset)> Zones(DateTime now) => TimeZoneInfo.GetSystemTimeZones()
        .Where(z => z.HasIanaId && (z.Id.Contains('/', StringComparison.Ordinal) && !z.Id.StartsWith("Etc/", StringComparison.Ordinal) || z.Id == "UTC"))
        .OrderBy(z => z.Id, StringComparer.Ordinal)
        .Select(z => (z.Id, z.GetUtcOffset(now) is var o && o < TimeSpan.Zero ? $"UTC-{o:hh\\:mm}" : $"UTC+{o:hh\\:mm}"));
}
