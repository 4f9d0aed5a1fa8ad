namespace Weir.Tests.Formulas.Functions;

internal static class TextCases
{
    public const string Table = """
        CONCATENATE("a", "b", "c") -> "abc"
        CONCATENATE("a", 1.50) -> "a1.5"
        CONCATENATE(note, name) -> "华为技术"
        CONCATENATE(note) -> ""
        CONCATENATE(TRUE, due) -> "TRUE2026-07-31"
        CONCATENATE(tags) -> "VIP老客户"
        CONCATENATE(1 / 0, "a") -> empty
        LEFT("abc") -> "a"
        LEFT("abc", 2) -> "ab"
        LEFT("abc", 9) -> "abc"
        LEFT("abc", 0) -> ""
        LEFT("abc", -1) -> ""
        LEFT(note, 2) -> ""
        LEFT("𠮷野家", 1) -> "𠮷"
        LEFT(lines.product, 1) -> ["A" "B" "A"]
        LEFT("abc", 99999999999) -> "abc"
        RIGHT("abc") -> "c"
        RIGHT("abc", 2) -> "bc"
        RIGHT("abc", 9) -> "abc"
        RIGHT("abc", -1) -> ""
        RIGHT(note) -> ""
        RIGHT("家𠮷", 1) -> "𠮷"
        MID("abcdef", 2, 3) -> "bcd"
        MID("abcdef", 5, 9) -> "ef"
        MID("abcdef", 9, 2) -> ""
        MID("abcdef", 0, 2) -> empty
        MID(note, 1, 2) -> ""
        MID("a𠮷b", 3, 1) -> "b"
        MID("abc", 2, -1) -> ""
        LEN("abc") -> 3
        LEN("华为技术") -> 4
        LEN("") -> 0
        LEN(note) -> 0
        LEN("𠮷") -> 1
        LEN(1.50) -> 3
        LEN(lines.product) -> [1 1 1]
        LOWER("ABC") -> "abc"
        LOWER("Äb") -> "äb"
        LOWER("") -> ""
        LOWER(note) -> ""
        LOWER("华A") -> "华a"
        LOWER(TRUE) -> "true"
        UPPER("abc") -> "ABC"
        UPPER("äb") -> "ÄB"
        UPPER("") -> ""
        UPPER(note) -> ""
        UPPER("华a") -> "华A"
        UPPER(tags) -> ["VIP" "老客户"]
        TRIM("  a  b ") -> "a b"
        TRIM("a") -> "a"
        TRIM("   ") -> ""
        TRIM(note) -> ""
        TRIM("　华为　") -> "华为"
        TRIM(12) -> "12"
        REPLACE("abcdef", 3, 2, "XX") -> "abXXef"
        REPLACE("13800138000", 4, 4, "****") -> "138****8000"
        REPLACE("abc", 2, 99, "") -> "a"
        REPLACE("abc", 9, 1, "z") -> "abcz"
        REPLACE("abc", 0, 1, "z") -> empty
        REPLACE(note, 1, 1, "z") -> "z"
        REPLACE("abc", 2, 0, "-") -> "a-bc"
        REPLACE("a𠮷b", 2, 1, "x") -> "axb"
        SUBSTITUTE("a-b-c", "-", "/") -> "a/b/c"
        SUBSTITUTE("aAa", "a", "b") -> "bAb"
        SUBSTITUTE("abc", "", "x") -> "abc"
        SUBSTITUTE("abc", "b", "") -> "ac"
        SUBSTITUTE(note, "a", "b") -> ""
        SUBSTITUTE(12, "1", "2") -> "22"
        SEARCH("b", "abc") -> 2
        SEARCH("B", "abc") -> 2
        SEARCH("x", "abc") -> empty
        SEARCH("a", "banana", 3) -> 4
        SEARCH("", "abc") -> 1
        SEARCH("a", note) -> empty
        SEARCH("b", "𠮷b") -> 2
        SEARCH("a", "abc", 0) -> empty
        CONTAINS("abc", "B") -> TRUE
        CONTAINS("abc", "x") -> FALSE
        CONTAINS(name, "为") -> TRUE
        CONTAINS(note, "a") -> FALSE
        CONTAINS("abc", note) -> TRUE
        CONTAINS(lines.product, "b") -> [FALSE TRUE FALSE]
        EXACT("a", "a") -> TRUE
        EXACT("a", "A") -> FALSE
        EXACT("", note) -> TRUE
        EXACT(1, "1") -> TRUE
        EXACT(name, note) -> FALSE
        EXACT(lines.product, "A") -> [TRUE FALSE TRUE]
        REPT("ab", 3) -> "ababab"
        REPT("ab", 0) -> ""
        REPT("ab", -1) -> ""
        REPT(note, 3) -> ""
        REPT("", 999999999) -> ""
        REPT("★", 2.9) -> "★★"
        CHAR(65) -> "A"
        CHAR(20013) -> "中"
        CHAR(128512) -> "😀"
        CHAR(0) -> empty
        CHAR(55296) -> empty
        CHAR(-1) -> empty
        CHAR(blank) -> empty
        TEXT(1234.5, "0.00") -> "1234.50"
        TEXT(1234567.891, "#,##0.00") -> "1,234,567.89"
        TEXT(0.256, "0%") -> "26%"
        TEXT(0.125, "0.0%") -> "12.5%"
        TEXT(2.345, "0.00") -> "2.35"
        TEXT(-2.345, "0.00") -> "-2.35"
        TEXT(2.5, "0") -> "3"
        TEXT(1.50) -> "1.5"
        TEXT(blank, "0.00") -> ""
        TEXT(7, "000") -> "007"
        TEXT(7, "F999999999") -> empty
        TEXT(900000, "0.00元") -> "900000.00元"
        TEXT(due, "yyyy-MM-dd") -> "2026-07-31"
        TEXT(due, "yyyy年M月d日") -> "2026年7月31日"
        TEXT(due, "YYYY/MM/DD") -> "2026/07/31"
        TEXT(due, "yyyy-mm-dd") -> "2026-07-31"
        TEXT(due, "yyyyMM") -> "202607"
        TEXT(created_at, "yyyy-MM-dd HH:mm") -> "2026-07-01 09:30"
        TEXT(created_at, "yyyy-mm-dd hh:mm:ss") -> "2026-07-01 09:30:15"
        TEXT(created_at, "HH'h'mm") -> "09h30"
        TEXT(created_at) -> "2026-07-01 09:30:15"
        TEXT(unset, "yyyy-MM-dd") -> ""
        TEXT("abc", "0.00") -> "abc"
        TEXT(TRUE, "0") -> "TRUE"
        TEXT(lines.price, "0.00") -> ["10.00" "20.50" "5.00"]
        VALUE("12.5") -> 12.5
        VALUE("1,200.50") -> 1200.5
        VALUE("5%") -> 0.05
        VALUE(" 7 ") -> 7
        VALUE("１２") -> 12
        VALUE("abc") -> empty
        VALUE(note) -> 0
        VALUE(12) -> 12
        VALUE("-3") -> -3
        VALUE("9999999999999999999999999999999") -> empty
        """;
}
