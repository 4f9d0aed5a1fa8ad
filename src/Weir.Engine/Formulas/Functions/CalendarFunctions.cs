using System.Globalization;
using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Functions that count along the calendar: weeks, months, working days.</summary>
[Family("日期", "Dates")]
internal static class CalendarFunctions
{
    [Function("WEEKDAY", ZhUse = "WEEKDAY(日期, [方式])", EnUse = "WEEKDAY(date, [kind])",
        Zh = "星期几：方式 1（缺省）星期日为 1，方式 2 星期一为 1，方式 3 星期一为 0。",
        En = "The day of the week: kind 1 (default) has Sunday = 1, kind 2 Monday = 1, kind 3 Monday = 0.",
        ZhExample = "WEEKDAY(due, 2)", EnExample = "WEEKDAY(due, 2)")]
    public static decimal? Weekday(DateOnly date, int kind = 1) => kind switch
    {
        1 => (int)date.DayOfWeek + 1,
        2 => FromMonday(date) + 1,
        3 => FromMonday(date),
        _ => null,
    };

    [Function("WEEKNUM", ZhUse = "WEEKNUM(日期, [方式])", EnUse = "WEEKNUM(date, [kind])",
        Zh = "一年中的第几周，1 月 1 日在第 1 周：方式 1（缺省）从星期日起，方式 2 从星期一起，方式 21 同 ISOWEEKNUM。",
        En = "The week of the year, 1 January being in week 1: kind 1 (default) starts weeks on Sunday, kind 2 on Monday, kind 21 is ISOWEEKNUM.",
        ZhExample = "WEEKNUM(due, 2)", EnExample = "WEEKNUM(due, 2)")]
    public static decimal? WeekNum(DateOnly date, int kind = 1)
    {
        var first = new DateOnly(date.Year, 1, 1);
        return kind switch
        {
            1 => (date.DayOfYear - 1 + (int)first.DayOfWeek) / 7 + 1,
            2 => (date.DayOfYear - 1 + FromMonday(first)) / 7 + 1,
            21 => IsoWeekNum(date),
            _ => null,
        };
    }

    [Function("ISOWEEKNUM", ZhUse = "ISOWEEKNUM(日期)", EnUse = "ISOWEEKNUM(date)", Zh = "ISO 8601 周数：周一为首日，含当年第一个星期四的周为第 1 周。",
        En = "The ISO 8601 week: it starts on Monday, and week 1 holds the year's first Thursday.",
        ZhExample = "ISOWEEKNUM(due)", EnExample = "ISOWEEKNUM(due)")]
    public static decimal IsoWeekNum(DateOnly date) => ISOWeek.GetWeekOfYear(date.ToDateTime(TimeOnly.MinValue));

    [Function("DAYS", ZhUse = "DAYS(结束日期, 开始日期)", EnUse = "DAYS(end, start)", Zh = "两个日期相差的天数。", En = "The days from one date to another.",
        ZhExample = "DAYS(due, DATE(2026, 1, 1))", EnExample = "DAYS(due, DATE(2026, 1, 1))")]
    public static decimal Days(DateOnly end, DateOnly start) => end.DayNumber - start.DayNumber;

    [Function("DAYS360", ZhUse = "DAYS360(开始日期, 结束日期, [欧洲算法])", EnUse = "DAYS360(start, end, [european])",
        Zh = "按每月 30 天、每年 360 天计算的天数，用于计息。", En = "Days in a year of twelve months of 30 days, as used for interest.",
        ZhExample = "DAYS360(DATE(2026, 1, 1), due)", EnExample = "DAYS360(DATE(2026, 1, 1), due)")]
    public static decimal Days360(DateOnly start, DateOnly end, bool european = false)
    {
        var (from, to) = (start.Day, end.Day);
        var (fromMonth, toMonth) = (start.Year * 12 + start.Month, end.Year * 12 + end.Month);
        if (european)
        {
            from = Math.Min(from, 30);
            to = Math.Min(to, 30);
        }
        else
        {
            // NASD: the last day of February or a 31st starts as a 30th; a 31st at the end is a 30th only after such a start.
            if (from == 31 || start.Month == 2 && start.AddDays(1).Month == 3)
                from = 30;
            if (to == 31)
                to = from >= 30 ? 30 : 31;
        }
        return (toMonth - fromMonth) * 30 + to - from;
    }

    [Function("DATEDIF", ZhUse = "DATEDIF(开始, 结束, [单位])", EnUse = "DATEDIF(start, end, [unit])",
        Zh = "相隔的完整年 y、月 M、天 d、时 h、分 m、秒 s；缺省为天，结束早于开始时为负数。",
        En = "Complete years y, months M, days d, hours h, minutes m or seconds s; days if no unit is given, negative when the end is earlier.",
        ZhExample = """DATEDIF(DATE(2026, 1, 31), due, "M")""", EnExample = """DATEDIF(DATE(2026, 1, 31), due, "M")""")]
    public static decimal? DateDif(Evaluation evaluation, [Each] object? start, [Each] object? end, string unit = "d")
    {
        if (Coercion.To(FormulaType.Moment, start, evaluation) is not DateTime from || Coercion.To(FormulaType.Moment, end, evaluation) is not DateTime to)
            return null;
        var bothDates = start is DateOnly && end is DateOnly;
        var span = bothDates ? TimeSpan.FromDays(((DateOnly)end!).DayNumber - ((DateOnly)start!).DayNumber) : to - from;
        return unit switch
        {
            "y" or "Y" or "年" => decimal.Truncate(Months(evaluation.Local(from), evaluation.Local(to)) / 12m),
            "M" or "月" => Months(evaluation.Local(from), evaluation.Local(to)),
            "d" or "D" or "天" or "日" => Whole(span, TimeSpan.TicksPerDay),
            "h" or "H" or "时" or "小时" => Whole(span, TimeSpan.TicksPerHour),
            "m" or "分" or "分钟" => Whole(span, TimeSpan.TicksPerMinute),
            "s" or "S" or "秒" => Whole(span, TimeSpan.TicksPerSecond),
            _ => null,
        };
    }

    [Function("DATEDELTA", Result = ResultLike.First, ZhUse = "DATEDELTA(日期, 天数)", EnUse = "DATEDELTA(date, days)",
        Zh = "日期加上（或减去）若干天。", En = "A date some days later, or earlier if negative.",
        ZhExample = "DATEDELTA(due, -7)", EnExample = "DATEDELTA(due, -7)")]
    public static object? DateDelta(Evaluation evaluation, [Each] object? date, decimal days) =>
        date is DateTime ? Dates.Shift(date, days)
        : Coercion.To(FormulaType.Date, date, evaluation) is DateOnly plain ? Dates.Shift(plain, days)
        : Fault.Value;

    [Function("EDATE", ZhUse = "EDATE(日期, 月数)", EnUse = "EDATE(date, months)", Zh = "若干个月后（或前）的同一天；没有这一天时取月末。",
        En = "The same day some months later, or the end of the month where it has no such day.",
        ZhExample = "EDATE(due, 12)", EnExample = "EDATE(due, 12)")]
    public static DateOnly EDate(DateOnly date, int months) => date.AddMonths(months);

    [Function("EOMONTH", ZhUse = "EOMONTH(日期, [月数])", EnUse = "EOMONTH(date, [months])", Zh = "若干个月后（或前）那个月的最后一天，缺省为当月。",
        En = "The last day of a month, of the date's own if no months are given.",
        ZhExample = "EOMONTH(due, 0)", EnExample = "EOMONTH(due, 0)")]
    public static DateOnly EoMonth(DateOnly date, int months = 0)
    {
        var month = date.AddMonths(months);
        return new(month.Year, month.Month, DateTime.DaysInMonth(month.Year, month.Month));
    }

    [Function("NETWORKDAYS", ZhUse = "NETWORKDAYS(开始, 结束, [节假日])", EnUse = "NETWORKDAYS(start, end, [holidays])",
        Zh = "两个日期之间（含首尾）的工作日天数，周六周日和节假日不算。", En = "Working days from one date to another, both counted, without weekends and holidays.",
        ZhExample = "NETWORKDAYS(DATE(2026, 7, 1), due)", EnExample = "NETWORKDAYS(DATE(2026, 7, 1), due)")]
    public static decimal? NetWorkDays(Evaluation evaluation, DateOnly start, DateOnly end, IReadOnlyList<object?>? holidays = null)
    {
        var (first, last) = start <= end ? (start, end) : (end, start);
        var days = last.DayNumber - first.DayNumber + 1;
        var working = days / 7 * 5;
        for (var i = days / 7 * 7; i < days; i++)
            working += IsWorking(DateOnly.FromDayNumber(first.DayNumber + i)) ? 1 : 0;
        var off = new HashSet<DateOnly>();
        foreach (var holiday in holidays ?? [])
        {
            if (holiday is null or "")
                continue;
            if (Coercion.To(FormulaType.Date, holiday, evaluation) is not DateOnly date)
                return null;
            if (date >= first && date <= last && IsWorking(date))
                off.Add(date);
        }
        return start <= end ? working - off.Count : off.Count - working;
    }

    private static int FromMonday(DateOnly date) => ((int)date.DayOfWeek + 6) % 7;

    private static bool IsWorking(DateOnly date) => FromMonday(date) < 5;

    private static decimal Whole(TimeSpan span, long ticks) => span.Ticks / ticks;

    /// <summary>Complete months, so from the 31st to the 30th of the next month is none yet.</summary>
    private static int Months(DateTime from, DateTime to)
    {
        if (to < from)
            return -Months(to, from);
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month;
        return to.Day < from.Day || to.Day == from.Day && to.TimeOfDay < from.TimeOfDay ? months - 1 : months;
    }
}
