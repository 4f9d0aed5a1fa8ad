namespace Weir.Tests.Formulas.Functions;

internal static class CalendarCases
{
    public const string Table = """
        WEEKDAY(DATE(2026, 7, 5)) -> 1
        WEEKDAY(DATE(2026, 7, 5), 2) -> 7
        WEEKDAY(DATE(2026, 7, 6), 2) -> 1
        WEEKDAY(DATE(2026, 7, 6), 3) -> 0
        WEEKDAY(DATE(2026, 7, 6), 9) -> empty
        WEEKDAY(unset) -> empty
        WEEKNUM(DATE(2026, 1, 1)) -> 1
        WEEKNUM(DATE(2026, 1, 4)) -> 2
        WEEKNUM(DATE(2026, 1, 4), 2) -> 1
        WEEKNUM(DATE(2026, 1, 5), 2) -> 2
        WEEKNUM(DATE(2027, 1, 1), 21) -> 53
        WEEKNUM(due, 5) -> empty
        WEEKNUM(unset) -> empty
        ISOWEEKNUM(DATE(2026, 1, 1)) -> 1
        ISOWEEKNUM(DATE(2027, 1, 1)) -> 53
        ISOWEEKNUM(DATE(2027, 1, 4)) -> 1
        ISOWEEKNUM(DATE(2025, 12, 29)) -> 1
        ISOWEEKNUM(due) -> 31
        ISOWEEKNUM(unset) -> empty
        DAYS(DATE(2026, 3, 1), DATE(2026, 2, 1)) -> 28
        DAYS(DATE(2026, 2, 1), DATE(2026, 3, 1)) -> -28
        DAYS(due, due) -> 0
        DAYS(due, unset) -> empty
        DAYS("2026-03-01", "2026-02-27") -> 2
        DAYS(due, lines.day) -> [30 empty 28]
        DAYS360(DATE(2026, 1, 1), DATE(2027, 1, 1)) -> 360
        DAYS360(DATE(2026, 1, 30), DATE(2026, 3, 31)) -> 60
        DAYS360(DATE(2026, 1, 29), DATE(2026, 3, 31)) -> 62
        DAYS360(DATE(2026, 1, 29), DATE(2026, 3, 31), TRUE) -> 61
        DAYS360(DATE(2026, 2, 28), DATE(2026, 3, 31)) -> 30
        DAYS360(unset, due) -> empty
        DAYS360(due, due) -> 0
        DATEDIF(DATE(2020, 7, 31), DATE(2026, 7, 30), "y") -> 5
        DATEDIF(DATE(2020, 7, 31), DATE(2026, 7, 31), "y") -> 6
        DATEDIF(DATE(2026, 1, 31), DATE(2026, 2, 28), "M") -> 0
        DATEDIF(DATE(2026, 1, 31), DATE(2026, 3, 31), "M") -> 2
        DATEDIF(DATE(2026, 1, 1), DATE(2026, 1, 31)) -> 30
        DATEDIF(DATE(2026, 1, 31), DATE(2026, 1, 1), "d") -> -30
        DATEDIF(created_at, NOW(), "h") -> 354
        DATEDIF(created_at, created_at + TIME(0, 90, 0), "m") -> 90
        DATEDIF(created_at, created_at + 1, "s") -> 86400
        DATEDIF(created_at, created_at + 0.99, "d") -> 0
        DATEDIF(unset, due, "d") -> empty
        DATEDIF(due, never, "d") -> empty
        DATEDIF(due, due, "x") -> empty
        DATEDIF("2026-01-01", due, "月") -> 6
        DATEDELTA(due, 1) -> 2026-08-01
        DATEDELTA(due, -31) -> 2026-06-30
        DATEDELTA(created_at, 1) -> 2026-07-02T01:30:15Z
        DATEDELTA(unset, 1) -> empty
        DATEDELTA(due, blank) -> 2026-07-31
        DATEDELTA(due, 99999999) -> empty
        DATEDELTA(lines.day, 1) -> [2026-07-02 empty 2026-07-04]
        EDATE(due, 1) -> 2026-08-31
        EDATE(due, -1) -> 2026-06-30
        EDATE(DATE(2024, 2, 29), 12) -> 2025-02-28
        EDATE(unset, 1) -> empty
        EDATE(due, blank) -> 2026-07-31
        EDATE(due, 999999999) -> empty
        EDATE(created_at, 1) -> 2026-08-01
        EOMONTH(DATE(2026, 2, 3)) -> 2026-02-28
        EOMONTH(DATE(2024, 2, 3), 0) -> 2024-02-29
        EOMONTH(due, -1) -> 2026-06-30
        EOMONTH(due, 5) -> 2026-12-31
        EOMONTH(unset) -> empty
        EOMONTH(due, 999999999) -> empty
        NETWORKDAYS(DATE(2026, 7, 1), DATE(2026, 7, 31)) -> 23
        NETWORKDAYS(DATE(2026, 7, 4), DATE(2026, 7, 5)) -> 0
        NETWORKDAYS(DATE(2026, 7, 6), DATE(2026, 7, 6)) -> 1
        NETWORKDAYS(DATE(2026, 7, 31), DATE(2026, 7, 1)) -> -23
        NETWORKDAYS(DATE(2026, 7, 1), DATE(2026, 7, 31), holidays) -> 22
        NETWORKDAYS(DATE(2026, 7, 1), DATE(2026, 7, 31), unset) -> 23
        NETWORKDAYS(unset, due) -> empty
        NETWORKDAYS(DATE(1, 1, 1), DATE(9999, 12, 31)) -> 2608615
        """;
}
