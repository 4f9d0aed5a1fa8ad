namespace Weir.Tests.Formulas.Functions;

internal static class DateCases
{
    public const string Table = """
        TODAY() -> 2026-07-16
        TODAY() + 7 -> 2026-07-23
        DAYS(due, TODAY()) -> 15
        NOW() -> 2026-07-15T20:00:00Z
        NOW() - 0.5 -> 2026-07-15T08:00:00Z
        SYSTIME() -> 2026-07-15T20:00:00Z
        SYSTIME() = NOW() -> TRUE
        DATE(2026, 7, 1) -> 2026-07-01
        DATE(2026, 13, 1) -> 2027-01-01
        DATE(2026, 3, 0) -> 2026-02-28
        DATE(2026, 2) -> 2026-02-01
        DATE("2026-07-01") -> 2026-07-01
        DATE("2026年7月1日") -> 2026-07-01
        DATE("nonsense") -> empty
        DATE(created_at) -> 2026-07-01
        DATE(TIMESTAMP(created_at)) -> 2026-07-01
        DATE(blank, 1, 1) -> empty
        DATE(2026, blank, 1) -> empty
        DATE(unset) -> empty
        DATE(99999, 1, 1) -> empty
        TIME(12, 0, 0) -> 0.5
        TIME(6, 0) -> 0.25
        TIME(0, 0, 0) -> 0
        TIME(24, 0, 0) -> 1
        ROUND(TIME(blank, 30, 0) * 48, 9) -> 1
        created_at + TIME(1, 0, 0) -> 2026-07-01T02:30:15Z
        TIMESTAMP(created_at) -> 1782869415000
        TIMESTAMP(DATE(1970, 1, 1)) -> -28800000
        TIMESTAMP(never) -> empty
        TIMESTAMP(unset) -> empty
        TIMESTAMP("2026-07-01 09:30:15") -> 1782869415000
        TIMESTAMP(NOW()) > 0 -> TRUE
        YEAR(due) -> 2026
        YEAR(unset) -> empty
        YEAR("2025-12-31") -> 2025
        YEAR(DATE(1999, 1, 1)) -> 1999
        YEAR(lines.day) -> [2026 empty 2026]
        YEAR(created_at) -> 2026
        QUARTER(due) -> 3
        QUARTER(DATE(2026, 1, 1)) -> 1
        QUARTER(DATE(2026, 3, 31)) -> 1
        QUARTER(DATE(2026, 4, 1)) -> 2
        QUARTER(DATE(2026, 12, 31)) -> 4
        QUARTER(unset) -> empty
        MONTH(due) -> 7
        MONTH(unset) -> empty
        MONTH(created_at) -> 7
        MONTH(created_at - 1) -> 6
        MONTH("2026-02-03") -> 2
        MONTH(DATE(2026, 12, 1)) -> 12
        DAY(due) -> 31
        DAY(unset) -> empty
        DAY(NOW()) -> 16
        DAY("2026-02-03") -> 3
        DAY(DATE(2026, 3, 0)) -> 28
        DAY(lines.day) -> [1 empty 3]
        HOUR(created_at) -> 9
        HOUR(never) -> empty
        HOUR(NOW()) -> 4
        HOUR(due) -> 0
        HOUR("2026-07-01 23:59") -> 23
        HOUR(created_at + 0.5) -> 21
        MINUTE(created_at) -> 30
        MINUTE(never) -> empty
        MINUTE(due) -> 0
        MINUTE("2026-07-01 23:59") -> 59
        MINUTE(NOW()) -> 0
        MINUTE(created_at + TIME(0, 15, 0)) -> 45
        SECOND(created_at) -> 15
        SECOND(never) -> empty
        SECOND(due) -> 0
        SECOND("2026-07-01 23:59:58") -> 58
        SECOND(NOW()) -> 0
        SECOND(created_at + TIME(0, 0, 30)) -> 45
        """;
}
