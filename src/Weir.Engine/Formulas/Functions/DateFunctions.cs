using Weir.Engine.Formulas.Tree;

namespace Weir.Engine.Formulas.Functions;

/// <summary>Functions that make dates and moments and take them apart; days and hours are those of the scope's zone.</summary>
[Family("日期", "Dates")]
internal static class DateFunctions
{
    /// <summary>Tells an argument that is not there from one that is empty.</summary>
    private const int NotWritten = int.MinValue;

    [Function("TODAY", Volatile = true, ZhUse = "TODAY()", EnUse = "TODAY()", Zh = "今天的日期。", En = "The date today.",
        ZhExample = "TODAY() + 7", EnExample = "TODAY() + 7")]
    public static DateOnly Today(Evaluation evaluation) => evaluation.Today;

    [Function("NOW", Volatile = true, ZhUse = "NOW()", EnUse = "NOW()", Zh = "现在的日期和时间。", En = "The date and time now.",
        ZhExample = "NOW()", EnExample = "NOW()")]
    public static DateTime Now(Evaluation evaluation) => (DateTime)Coercion.Plain(evaluation.Scope.Now)!;

    [Function("SYSTIME", Volatile = true, ZhUse = "SYSTIME()", EnUse = "SYSTIME()", Zh = "服务器现在的日期和时间，与 NOW 相同。",
        En = "The date and time on the server, the same as NOW.", ZhExample = "SYSTIME()", EnExample = "SYSTIME()")]
    public static DateTime SysTime(Evaluation evaluation) => Now(evaluation);

    [Function("DATE", ZhUse = "DATE(年, 月, 日) 或 DATE(值)", EnUse = "DATE(year, month, day) or DATE(value)",
        Zh = "由年、月、日得到日期；也可由文本、日期时间或时间戳（毫秒）得到。",
        En = "A date from year, month and day, or from a text, a moment or a timestamp in milliseconds.",
        ZhExample = "DATE(2026, 7, 1)", EnExample = "DATE(2026, 7, 1)")]
    public static DateOnly? Date(Evaluation evaluation, [Each] object? year, int? month = NotWritten, int? day = NotWritten)
    {
        if (month == NotWritten)
        {
            var value = year is decimal stamp ? DateTime.UnixEpoch.AddTicks((long)(stamp * TimeSpan.TicksPerMillisecond)) : year;
            return Coercion.To(FormulaType.Date, value, evaluation) as DateOnly?;
        }
        if (year is null or "" || month is null || day is null || !Coercion.Number(year, out var number))
            return null;
        // Month 13 is the next January and day 0 the last of the month before, as in a spreadsheet.
        return new DateOnly((int)number, 1, 1).AddMonths(month.Value - 1).AddDays(day == NotWritten ? 0 : day.Value - 1);
    }

    [Function("TIME", ZhUse = "TIME(时, 分, 秒)", EnUse = "TIME(hour, minute, second)", Zh = "一天中的时刻，是一天的几分之几，可加到日期时间上。",
        En = "A time of day as a part of a day, to be added to a moment.", ZhExample = "TIME(12, 30, 0)", EnExample = "TIME(12, 30, 0)")]
    public static decimal Time(decimal hour, decimal minute, decimal second = 0) => (hour * 3600 + minute * 60 + second) / 86_400;

    [Function("TIMESTAMP", ZhUse = "TIMESTAMP(日期)", EnUse = "TIMESTAMP(date)", Zh = "从 1970 年 1 月 1 日（UTC）起的毫秒数。",
        En = "Milliseconds since the start of 1970, UTC.", ZhExample = "TIMESTAMP(created_at)", EnExample = "TIMESTAMP(created_at)")]
    public static decimal Timestamp(DateTime moment) => decimal.Floor((decimal)(moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond);

    [Function("YEAR", ZhUse = "YEAR(日期)", EnUse = "YEAR(date)", Zh = "日期的年份。", En = "The year of a date.", ZhExample = "YEAR(due)", EnExample = "YEAR(due)")]
    public static decimal Year(DateOnly date) => date.Year;

    [Function("QUARTER", ZhUse = "QUARTER(日期)", EnUse = "QUARTER(date)", Zh = "日期在第几季度。", En = "The quarter of the year, 1 to 4.",
        ZhExample = "QUARTER(due)", EnExample = "QUARTER(due)")]
    public static decimal Quarter(DateOnly date) => (date.Month + 2) / 3;

    [Function("MONTH", ZhUse = "MONTH(日期)", EnUse = "MONTH(date)", Zh = "日期的月份。", En = "The month of a date.", ZhExample = "MONTH(due)", EnExample = "MONTH(due)")]
    public static decimal Month(DateOnly date) => date.Month;

    [Function("DAY", ZhUse = "DAY(日期)", EnUse = "DAY(date)", Zh = "日期是当月的第几天。", En = "The day of the month.", ZhExample = "DAY(due)", EnExample = "DAY(due)")]
    public static decimal Day(DateOnly date) => date.Day;

    [Function("HOUR", ZhUse = "HOUR(日期时间)", EnUse = "HOUR(moment)", Zh = "时刻的小时，0 到 23。", En = "The hour, 0 to 23.",
        ZhExample = "HOUR(created_at)", EnExample = "HOUR(created_at)")]
    public static decimal Hour(Evaluation evaluation, DateTime moment) => evaluation.Local(moment).Hour;

    [Function("MINUTE", ZhUse = "MINUTE(日期时间)", EnUse = "MINUTE(moment)", Zh = "时刻的分钟。", En = "The minute of the hour.",
        ZhExample = "MINUTE(created_at)", EnExample = "MINUTE(created_at)")]
    public static decimal Minute(Evaluation evaluation, DateTime moment) => evaluation.Local(moment).Minute;

    [Function("SECOND", ZhUse = "SECOND(日期时间)", EnUse = "SECOND(moment)", Zh = "时刻的秒数。", En = "The second of the minute.",
        ZhExample = "SECOND(created_at)", EnExample = "SECOND(created_at)")]
    public static decimal Second(Evaluation evaluation, DateTime moment) => evaluation.Local(moment).Second;
}
