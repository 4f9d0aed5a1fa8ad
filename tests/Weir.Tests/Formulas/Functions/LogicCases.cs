namespace Weir.Tests.Formulas.Functions;

internal static class LogicCases
{
    public const string Table = """
        IF(TRUE, 1, 2) -> 1
        IF(FALSE, 1, 2) -> 2
        IF(FALSE, 1) -> empty
        IF(blank, 1, 2) -> 2
        IF(5, 1, 2) -> 1
        IF(done, name, 1 / 0) -> "华为技术"
        IF(1 / 0, 1, 2) -> empty
        IF(TRUE, blank, 2) -> empty
        IF(amount > 1, price, "") -> 12.5
        IF(amount < 1, price, "") -> empty
        IF(lines.qty > 2, lines.price, 0) -> [0 20.5 0]
        IF(lines.qty > 2, lines.price * 0.9, lines.price) -> [10 18.45 5]
        IF(unset < TODAY(), "late", "fine") -> "fine"
        IFS(amount >= 1000000, "A", amount >= 300000, "B", TRUE, "C") -> "B"
        IFS(FALSE, 1) -> empty
        IFS(FALSE, 1, FALSE, 2) -> empty
        IFS(blank, 1, TRUE, 2) -> 2
        IFS(1 / 0, 1, TRUE, 2) -> empty
        IFS(TRUE, 1, 1 / 0, 2) -> 1
        IFS(FALSE, 1, TRUE) -> empty
        SWITCH(account.level, "A", "重点", "B", "普通", "其他") -> "重点"
        SWITCH("C", "A", "重点", "B", "普通", "其他") -> "其他"
        SWITCH("C", "A", 1) -> empty
        SWITCH(blank, 0, "zero", "other") -> "zero"
        SWITCH(note, "", "none", "some") -> "none"
        SWITCH(lines.product, "A", 1, "B", 2) -> [1 2 1]
        SWITCH(1 / 0, 1, 2, 3) -> empty
        AND(TRUE, TRUE) -> TRUE
        AND(TRUE, FALSE) -> FALSE
        AND(FALSE, 1 / 0) -> FALSE
        AND(TRUE, 1 / 0) -> empty
        AND(blank, TRUE) -> FALSE
        AND(lines.price > 4) -> TRUE
        AND(lines.price > 5, TRUE) -> FALSE
        OR(FALSE, TRUE) -> TRUE
        OR(FALSE, FALSE) -> FALSE
        OR(TRUE, 1 / 0) -> TRUE
        OR(blank, note) -> FALSE
        OR(lines.price > 20) -> TRUE
        OR(1 / 0, FALSE) -> empty
        XOR(TRUE, FALSE) -> TRUE
        XOR(TRUE, TRUE) -> FALSE
        XOR(TRUE, TRUE, TRUE) -> TRUE
        XOR(blank) -> FALSE
        XOR(1 / 0, TRUE) -> empty
        XOR(lines.product = "B") -> TRUE
        XOR("x") -> empty
        NOT(TRUE) -> FALSE
        NOT(FALSE) -> TRUE
        NOT(blank) -> TRUE
        NOT(3) -> FALSE
        NOT(1 / 0) -> empty
        NOT(lines.qty > 2) -> [TRUE FALSE TRUE]
        TRUE() -> TRUE
        TRUE() = TRUE -> TRUE
        FALSE() -> FALSE
        FALSE() = false -> TRUE
        ISEMPTY(blank) -> TRUE
        ISEMPTY(0) -> FALSE
        ISEMPTY("") -> TRUE
        ISEMPTY(note) -> TRUE
        ISEMPTY(name) -> FALSE
        ISEMPTY(gone.qty) -> TRUE
        ISEMPTY(tags) -> FALSE
        ISEMPTY(1 / 0) -> TRUE
        IFERROR(1 / 0, 5) -> 5
        IFERROR(6 / 2, 5) -> 3
        IFERROR(blank, 5) -> empty
        IFERROR(SEARCH("x", name), 0) -> 0
        IFERROR(SUM(lines.price / lines.qty), -1) -> -1
        SUM(IFERROR(lines.price / lines.qty, 0)) -> 11.833333333333333333333333333
        IFERROR(1 / 0, 1 / 0) -> empty
        IFEMPTY(blank, 5) -> 5
        IFEMPTY(0, 5) -> 0
        IFEMPTY(note, "none") -> "none"
        IFEMPTY(name, "none") -> "华为技术"
        IFEMPTY(1 / 0, 5) -> 5
        IFEMPTY(unset, due) -> 2026-07-31
        """;
}
