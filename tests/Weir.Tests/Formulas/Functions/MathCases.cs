namespace Weir.Tests.Formulas.Functions;

internal static class MathCases
{
    public const string Table = """
        ROUND(2.345, 2) -> 2.35
        ROUND(-2.345, 2) -> -2.35
        ROUND(2.5) -> 3
        ROUND(1.005, 2) -> 1.01
        ROUND(1234, -2) -> 1200
        ROUND(1250, -2) -> 1300
        ROUND(blank, 2) -> 0
        ROUND(1, 99) -> 1
        ROUND(1, -99) -> 0
        ROUND(79228162514264337593543950335, -28) -> empty
        ROUND(lines.price * 1.13, 1) -> [11.3 23.2 5.7]
        ROUNDUP(2.341, 2) -> 2.35
        ROUNDUP(-2.341, 2) -> -2.35
        ROUNDUP(2.34, 2) -> 2.34
        ROUNDUP(2.1) -> 3
        ROUNDUP(1201, -2) -> 1300
        ROUNDUP(blank) -> 0
        ROUNDDOWN(2.349, 2) -> 2.34
        ROUNDDOWN(-2.349, 2) -> -2.34
        ROUNDDOWN(2.9) -> 2
        ROUNDDOWN(1299, -2) -> 1200
        ROUNDDOWN(blank) -> 0
        ROUNDDOWN(0.5) -> 0
        INT(2.9) -> 2
        INT(-2.1) -> -3
        INT(2) -> 2
        INT(blank) -> 0
        INT(0.999999999) -> 0
        INT(lines.price) -> [10 20 5]
        CEILING(12, 5) -> 15
        CEILING(10, 5) -> 10
        CEILING(2.1) -> 3
        CEILING(-2.5) -> -2
        CEILING(2.5, 0) -> 0
        CEILING(blank, 5) -> 0
        CEILING(12, -5) -> 15
        FLOOR(12, 5) -> 10
        FLOOR(10, 5) -> 10
        FLOOR(2.9) -> 2
        FLOOR(-2.5) -> -3
        FLOOR(2.5, 0) -> 0
        FLOOR(blank, 5) -> 0
        FLOOR(1.27, 0.05) -> 1.25
        ABS(-8) -> 8
        ABS(8) -> 8
        ABS(0) -> 0
        ABS(blank) -> 0
        ABS(-0.01) -> 0.01
        ABS(1 / 0) -> empty
        MOD(10, 3) -> 1
        MOD(-10, 3) -> 2
        MOD(10, -3) -> -2
        MOD(10, 0) -> empty
        MOD(blank, 3) -> 0
        MOD(10, blank) -> empty
        MOD(5.5, 2) -> 1.5
        POWER(2, 10) -> 1024
        POWER(2, -2) -> 0.25
        POWER(1.1, 2) -> 1.21
        POWER(9, 0.5) -> 3
        POWER(0, 0) -> 1
        POWER(0, -1) -> empty
        POWER(10, 99) -> empty
        POWER(-8, 1 / 3) -> empty
        POWER(blank, 2) -> 0
        POWER(2, 999999999999) -> empty
        ROUND(POWER(1.05, 0.1), 10) -> 1.0048909382
        SQRT(9) -> 3
        SQRT(2) -> 1.4142135623730950488016887242
        SQRT(0) -> 0
        SQRT(-1) -> empty
        SQRT(blank) -> 0
        SQRT(1522756) -> 1234
        RAND() < 1 -> TRUE
        RAND() >= 0 -> TRUE
        FIXED(1234.5) -> "1234.50"
        FIXED(2.345, 2) -> "2.35"
        FIXED(-2.345, 2) -> "-2.35"
        FIXED(2.5, 0) -> "3"
        FIXED(blank, 2) -> "0.00"
        FIXED(1250, -2) -> "1300"
        FIXED(0, 999999) -> "0.0000000000000000000000000000"
        DISTANCE(39.9042, 116.4074, 31.2304, 121.4737) -> 1067312
        DISTANCE(0, 0, 0, 180) -> 20015114
        DISTANCE(10, 20, 10, 20) -> 0
        DISTANCE(blank, 116, 31, 121) -> empty
        DISTANCE(91, 0, 0, 0) -> empty
        DISTANCE(0, 0, 0, 1) -> 111195
        """;
}
