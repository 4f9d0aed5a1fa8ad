using Weir.Engine.FieldTypes;

namespace Weir.Tests.FieldTypes;

/// <summary>Values that every type must carry through JSON, words, storage and markup unchanged; a new type brings its own.</summary>
internal static class SampleValues
{
    public const string Hostile = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>&lt;{{}}""";

    public static object[] Of(string type) => type switch
    {
        "text" or "company" => ["恒力机电（苏州）有限公司", "O'Neil & Sons", "a, b、c; d|e", "#12", Hostile],
        "long_text" or "markdown" => ["第一行\n第二行", "**bold** <b>x</b>", Hostile],
        "phone" => ["138 1234 5520", "+86 512-6666 8888 转 12", Hostile],
        "email" => ["zhang.wei@example.com", Hostile.Replace(" ", "", StringComparison.Ordinal)],
        "url" => ["https://example.com/a?b=1&c=2", "javascript:alert(1)//" + Hostile],
        "auto_number" => ["QT-2026110012", Hostile],
        "number" => [0m, 1234.5m, -0.000001m, 999_999_999_999.999999m],
        "money" or "formula" => [0m, 1234.5m, -0.01m, 99_999_999_999_999.99m],
        "percent" => [13m, 5.25m, -100m, 0m],
        "rollup" => [0m, 7m, -3m],
        "date" => [new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 22), new DateOnly(1999, 12, 31)],
        "datetime" => [new DateTime(2026, 11, 2, 6, 30, 0, DateTimeKind.Utc), new DateTime(2026, 11, 22, 1, 0, 0, DateTimeKind.Utc), new DateTime(1999, 12, 31, 23, 59, 0, DateTimeKind.Utc)],
        "yes_no" => [true, false],
        "radio" or "select" => ["new", "won", "old"],
        "multi_select" => [new[] { "new" }, new[] { "new", "won" }],
        "tags" => [new[] { "重点" }, new[] { "重点", "VIP 2026", "<b onclick=x>" }],
        "region" => ["320505", "110000", "440300"],
        "address" => [Address.Of("320505", "科技路 1 号")!, Address.Of("440300", "")!, Address.Of(null, "No. 1 Street · B " + Hostile)!, Address.Of(null, "江苏省苏州市虎丘区科技路 1 号")!],
        "location" => [Position.Of(31.29834m, 120.58319m, 11.2m, "科技路 1 号")!, Position.Of(-33.865143m, 151.2099m, null, null)!, Position.Of(null, null, null, "客户 · 二楼 " + Hostile)!, Position.Of(0m, 0m, 0m, "a · 1, 2")!],
        "member" => [1L, 2L, 4L, 99L],
        "members" => [new[] { 1L }, new[] { 3L, 2L, 99L }],
        "department" => [10L, 11L, 13L, 99L],
        "departments" => [new[] { 10L }, new[] { 11L, 13L, 12L }],
        "file" or "image" => [new[] { 51L }, new[] { 52L, 53L, 51L, 99L }],
        "link" => [41L, 42L, 44L, 99L],
        "links" => [new[] { 41L }, new[] { 42L, 41L, 44L }],
        "target" => [new RecordRef("account", 41), new RecordRef("lead", 43), new RecordRef("account", 99)],
        "related" or "lines" => [],
        _ => throw new NotSupportedException($"Add sample values of the type {type}."),
    };
}
