namespace Weir.Tests.Formulas.Functions;

internal static class ListCases
{
    public const string Table = """
        SUM(lines.amount) -> 81.5
        SUM(lines.qty * lines.price) -> 81.5
        SUM(1, 2, 3) -> 6
        SUM(1, lines.qty, 4) -> 10
        SUM(gone.qty) -> 0
        SUM(blank) -> 0
        SUM(0.1, 0.2) -> 0.3
        SUM(lines.price / lines.qty) -> empty
        SUM(79228162514264337593543950335, 1) -> empty
        SUM(digits, 1) -> 13
        SUM(ROUND(lines.qty * lines.price * 1.13, 2)) -> 92.1
        SUM(SUBSTITUTE(lines.product, "A", "x") = "x") -> 2
        AVERAGE(lines.price) -> 11.833333333333333333333333333
        AVERAGE(lines.qty) -> 2.5
        AVERAGE(1, 2) -> 1.5
        AVERAGE(gone.qty) -> empty
        AVERAGE(blank) -> empty
        AVERAGE(5) -> 5
        MAX(1, 3, 2) -> 3
        MAX(lines.price) -> 20.5
        MAX(0, DAYS(TODAY(), due)) -> 0
        MAX(gone.qty) -> empty
        MAX(blank, -5) -> -5
        MAX(lines.day) -> 2026-07-03
        MAX(1, name) -> empty
        MAX(due, created_at) -> 2026-07-31
        MIN(1, 3, 2) -> 1
        MIN(lines.price) -> 5
        MIN(lines.qty) -> 2
        MIN(gone.qty) -> empty
        MIN(blank) -> empty
        MIN(lines.day, due) -> 2026-07-01
        COUNT(lines.qty) -> 2
        COUNT(lines.product) -> 3
        COUNT(gone.qty) -> 0
        COUNT(blank, 0, "") -> 1
        COUNT(1, "a", due) -> 3
        COUNT(tags) -> 2
        COUNTIF(lines.price, ">=10") -> 2
        COUNTIF(lines.product, "A") -> 2
        COUNTIF(lines.product, "<>A") -> 1
        COUNTIF(lines.product, "a") -> 0
        COUNTIF(lines.qty, "") -> 1
        COUNTIF(lines.price, 5) -> 1
        COUNTIF(lines.price, "<5") -> 0
        COUNTIF(tags, "V*") -> 1
        COUNTIF(tags, "???") -> 2
        COUNTIF(tags, "*客*") -> 1
        COUNTIF(tags, "<>V*") -> 1
        COUNTIF("a*b", "a~*b") -> 1
        COUNTIF("axb", "a~*b") -> 0
        COUNTIF(lines.day, ">=2026-07-02") -> 1
        COUNTIF(lines.day, DATE(2026, 7, 1)) -> 1
        COUNTIF(gone.qty, ">0") -> 0
        COUNTIF(blank, "") -> 0
        COUNTIF(lines.qty, blank) -> 1
        COUNTIFS(lines.product, "A", lines.price, ">5") -> 1
        COUNTIFS(lines.product, "A") -> 2
        COUNTIFS(lines.product, "A", lines.price) -> empty
        COUNTIFS(gone.qty, ">0") -> 0
        COUNTIFS(lines.qty, "", lines.product, "A") -> 1
        COUNTIFS(lines.product, "Z", lines.price, ">5") -> 0
        SUMIF(lines.product, "A", lines.price) -> 15
        SUMIF(lines.price, ">6") -> 30.5
        SUMIF(lines.product, "A", lines.amount) -> 20
        SUMIF(lines.product, "Z", lines.price) -> 0
        SUMIF(gone.qty, ">0") -> 0
        SUMIF(blank, ">0") -> 0
        SUMIF(lines.price, "") -> 0
        SUMIF(lines.product, "<>A", lines.price) -> 20.5
        SUMIFS(lines.price, lines.product, "A", lines.qty, ">1") -> 10
        SUMIFS(lines.price, lines.product, "A") -> 15
        SUMIFS(lines.price, lines.product, "Z") -> 0
        SUMIFS(lines.price, lines.product, "A", lines.qty) -> empty
        SUMIFS(gone.qty, gone.qty, ">0") -> 0
        SUMIFS(lines.amount, lines.qty, "") -> 0
        AVERAGEIF(lines.product, "A", lines.price) -> 7.5
        AVERAGEIF(lines.price, ">6") -> 15.25
        AVERAGEIF(lines.product, "Z", lines.price) -> empty
        AVERAGEIF(gone.qty, ">0") -> empty
        AVERAGEIF(lines.product, "A", lines.amount) -> 20
        AVERAGEIF(blank, "") -> empty
        SUMPRODUCT(lines.qty, lines.price) -> 81.5
        SUMPRODUCT(lines.price) -> 35.5
        SUMPRODUCT(gone.qty) -> 0
        SUMPRODUCT(2, 3) -> 6
        SUMPRODUCT(blank) -> 0
        SUMPRODUCT(lines.product = "A", lines.price) -> 15
        SUMPRODUCT(lines.qty, 2) -> empty
        SUMPRODUCT(1 / 0, 2) -> empty
        LARGE(lines.price, 1) -> 20.5
        LARGE(lines.price, 2) -> 10
        LARGE(lines.price, 4) -> empty
        LARGE(lines.price, 0) -> empty
        LARGE(gone.qty, 1) -> empty
        LARGE(lines.qty, 2) -> 2
        LARGE(blank, 1) -> empty
        LARGE(lines.day, 1) -> 2026-07-03
        SMALL(lines.price, 1) -> 5
        SMALL(lines.price, 3) -> 20.5
        SMALL(lines.price, 4) -> empty
        SMALL(lines.qty, 1) -> 2
        SMALL(gone.qty, 1) -> empty
        SMALL(5, 1) -> 5
        JOIN(tags, "、") -> "VIP、老客户"
        JOIN(lines.product) -> "A,B,A"
        JOIN(lines.qty, "-") -> "2-3"
        JOIN(gone.qty) -> ""
        JOIN(name, ",") -> "华为技术"
        JOIN(blank) -> ""
        JOIN(lines.day, " ") -> "2026-07-01 2026-07-03"
        SPLIT("a,b,c", ",") -> ["a" "b" "c"]
        SPLIT("a", ",") -> ["a"]
        SPLIT("", ",") -> []
        SPLIT(note, ",") -> []
        SPLIT("abc", "") -> ["abc"]
        SPLIT("a--b", "-") -> ["a" "" "b"]
        SPLIT("1;2", ";") -> ["1" "2"]
        UNION(lines.product) -> ["A" "B"]
        UNION(lines.product, tags) -> ["A" "B" "VIP" "老客户"]
        UNION(gone.qty) -> []
        UNION(lines.qty, 2, 2.0) -> [2 3]
        UNION(blank, note) -> []
        UNION(1, 2, 1) -> [1 2]
        """;
}
