namespace Weir.Tests.Formulas.Functions;

internal static class OtherCases
{
    public const string Table = """
        GETUSERNAME() -> "王伟"
        "由" & GETUSERNAME() -> "由王伟"
        UUID() -> "0197f000-0000-7000-8000-000000000001"
        LEN(UUID()) -> 36
        RMBCAP(900000) -> "玖拾万元整"
        RMBCAP(0) -> "零元整"
        RMBCAP(blank) -> "零元整"
        RMBCAP(1) -> "壹元整"
        RMBCAP(10) -> "壹拾元整"
        RMBCAP(0.05) -> "伍分"
        RMBCAP(0.5) -> "伍角整"
        RMBCAP(0.55) -> "伍角伍分"
        RMBCAP(1.05) -> "壹元零伍分"
        RMBCAP(10.5) -> "壹拾元伍角整"
        RMBCAP(1680.32) -> "壹仟陆佰捌拾元叁角贰分"
        RMBCAP(16409.02) -> "壹万陆仟肆佰零玖元零贰分"
        RMBCAP(107000.53) -> "壹拾万柒仟元伍角叁分"
        RMBCAP(100500) -> "壹拾万零伍佰元整"
        RMBCAP(1001) -> "壹仟零壹元整"
        RMBCAP(1010) -> "壹仟零壹拾元整"
        RMBCAP(10001) -> "壹万零壹元整"
        RMBCAP(100001000) -> "壹亿零壹仟元整"
        RMBCAP(1000000001) -> "壹拾亿零壹元整"
        RMBCAP(1000000000000) -> "壹万亿元整"
        RMBCAP(1500000000000) -> "壹万伍仟亿元整"
        RMBCAP(1234567890.12) -> "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"
        RMBCAP(0.005) -> "壹分"
        RMBCAP(0.004) -> "零元整"
        RMBCAP(-12.3) -> "负壹拾贰元叁角整"
        RMBCAP(99999999999999999) -> empty
        RMBCAP(1 / 0) -> empty
        """;
}
