using System.Globalization;
using Weir.Engine.Formulas;
using Xunit;

namespace Weir.Tests.Formulas;

/// <summary>The record that formula tests and the examples in the function help run against.</summary>
internal static class Sample
{
    private static readonly Dictionary<string, (FormulaType Type, FormulaType Element, object? Value)> Fields = new()
    {
        ["amount"] = (FormulaType.Number, default, 900000m),
        ["qty"] = (FormulaType.Number, default, 3),
        ["price"] = (FormulaType.Number, default, 12.50m),
        ["blank"] = (FormulaType.Number, default, null),
        ["name"] = (FormulaType.Text, default, "华为技术"),
        ["note"] = (FormulaType.Text, default, null),
        ["done"] = (FormulaType.Bool, default, true),
        ["open"] = (FormulaType.Bool, default, null),
        ["due"] = (FormulaType.Date, default, new DateOnly(2026, 7, 31)),
        ["unset"] = (FormulaType.Date, default, null),
        ["created_at"] = (FormulaType.Moment, default, new DateTime(2026, 7, 1, 1, 30, 15, DateTimeKind.Utc)),
        ["never"] = (FormulaType.Moment, default, null),
        ["tags"] = (FormulaType.List, FormulaType.Text, new List<string> { "VIP", "老客户" }),
        ["anything"] = (FormulaType.Unknown, default, null),
        ["digits"] = (FormulaType.Unknown, default, "12"),
        ["account"] = (FormulaType.Unknown, default, "华为"),
        ["account.level"] = (FormulaType.Text, default, "A"),
        ["lines.qty"] = (FormulaType.List, FormulaType.Number, new object?[] { 2m, 3m, null }),
        ["lines.price"] = (FormulaType.List, FormulaType.Number, new[] { 10m, 20.5m, 5m }),
        ["lines.amount"] = (FormulaType.List, FormulaType.Number, new object?[] { 20m, 61.5m, null }),
        ["lines.product"] = (FormulaType.List, FormulaType.Text, new[] { "A", "B", "A" }),
        ["lines.day"] = (FormulaType.List, FormulaType.Date, new object?[] { new DateOnly(2026, 7, 1), null, new DateOnly(2026, 7, 3) }),
        ["items.qty"] = (FormulaType.List, FormulaType.Number, new object?[] { 1m, 2m }),
        ["gone.qty"] = (FormulaType.List, FormulaType.Number, Array.Empty<object?>()),
        ["gone.any"] = (FormulaType.List, FormulaType.Unknown, Array.Empty<object?>()),
        ["holidays"] = (FormulaType.List, FormulaType.Date, new object?[] { new DateOnly(2026, 7, 2), new DateOnly(2026, 7, 4) }),
    };

    private static readonly Dictionary<string, string> Labels = new()
    {
        ["客户.级别"] = "account.level",
        ["金额"] = "amount",
        ["明细.数量"] = "lines.qty",
    };

    private static readonly TimeZoneInfo East = TimeZoneInfo.CreateCustomTimeZone("East", TimeSpan.FromHours(8), "East", "East");

    public static FormulaNames Names { get; } = new SampleNames();

    public static Formula Compile(string text) => Formula.Compile(text, Names);

    public static object? Value(string text, FormulaBudget? budget = null) => Compile(text).Evaluate(Scope(), budget);

    public static FormulaScope Scope(Func<string, object?>? value = null, TimeZoneInfo? zone = null) =>
        new SampleScope(value ?? (path => Fields[path].Value), zone ?? East);

    public static FormulaError Error(string text) => Assert.Throws<FormulaError>(() => Value(text));

    /// <summary>A value the way the tables of cases write it.</summary>
    public static string Show(object? value) => value switch
    {
        null => "empty",
        string text => $"\"{text}\"",
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        bool truth => truth ? "TRUE" : "FALSE",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Utc } moment => moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IReadOnlyList<object?> list => $"[{string.Join(" ", list.Select(Show))}]",
        _ => throw new ArgumentException($"A formula must not yield {value.GetType()}."),
    };

    private sealed class SampleNames : FormulaNames
    {
        public override IEnumerable<string> Known => Fields.Keys;

        public override FormulaType? Find(string path) => Fields.TryGetValue(Key(path), out var field) ? field.Type : null;

        public override FormulaType ElementType(string path) => Fields[Key(path)].Element;

        public override string Key(string path) => Labels.GetValueOrDefault(path, path);
    }

    private sealed class SampleScope(Func<string, object?> value, TimeZoneInfo zone) : FormulaScope
    {
        private readonly Random random = new(7);

        public override DateTime Now => new(2026, 7, 15, 20, 0, 0, DateTimeKind.Utc);

        public override TimeZoneInfo Zone => zone;

        public override string UserName => "王伟";

        public override Random Random => random;

        public override object? Value(string path) => value(path);

        public override Guid NewId() => new("0197f000-0000-7000-8000-000000000001");
    }
}
