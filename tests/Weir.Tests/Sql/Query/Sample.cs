using Weir.Sql.Query;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Tests.Sql.Query;

/// <summary>Random rows of a table with every column type, linked rows and shares; in memory and in a database.</summary>
internal sealed class Sample
{
    public static readonly SqlName A = "a";
    public static readonly SqlName L = "l";
    public static readonly TableName Deal = new("app_x", "deal");
    public static readonly TableName Firm = new("app_x", "firm");
    public static readonly TableName Share = new("app_x", "share");
    public const long FormNo = 7;

    public static readonly IReadOnlyList<Column> Columns =
    [
        new("id", ColumnType.Id, NotNull: true), new("n", ColumnType.Integer), new("d", ColumnType.Decimal, 2), new("t", ColumnType.Text),
        new("b", ColumnType.Bool), new("day", ColumnType.Date), new("m", ColumnType.Moment), new("tags", ColumnType.Text),
        new("owner", ColumnType.Id), new("dept", ColumnType.Id, NotNull: true), new("firm", ColumnType.Id), new("at", ColumnType.Moment, NotNull: true),
    ];

    private static readonly Table DealTable = new(Deal, Columns, ["id"],
        [new("deal_at", [new("at"), new("id")]), new("deal_dept", [new("dept"), new("at"), new("id")]), new("deal_n", [new("n"), new("id")])]);

    private static readonly IReadOnlyList<Column> FirmColumns = [new("id", ColumnType.Id, NotNull: true), new("name", ColumnType.Text), new("size", ColumnType.Integer)];

    private static readonly IReadOnlyList<Column> ShareColumns =
    [
        new("form_no", ColumnType.Integer, NotNull: true), new("principal_id", ColumnType.Id, NotNull: true), new("record_id", ColumnType.Id, NotNull: true),
        new("level", ColumnType.Integer, NotNull: true), new("until", ColumnType.Moment), new("source", ColumnType.Text, NotNull: true),
    ];

    private static readonly string[] Words =
        ["", "a", "A", "aB", "Ab%", "a_b", "100%", "é", "É", "华为", "华为技术", "\\", "'", "\"", "z\ud83d\ude00", "\uffee", "Ａ", " a", "a ", "null", "0", "ab", "abc"];

    public List<Dictionary<string, object?>> Rows { get; } = [];

    public Dictionary<long, Dictionary<string, object?>> Firms { get; } = [];

    public List<(long Principal, long Record, int Level, DateTime? Until)> Shares { get; } = [];

    public static Operand Of(string column) => new(A, column, Column(column).Type, Column(column).Scale);

    public static Operand OfFirm(string column) => new(L, column, FirmColumns.First(c => c.Name.Value == column).Type);

    /// <summary>Firms of size 2 cannot be seen: they count as absent.</summary>
    public static Join FirmJoin => new(L, Firm, Of("firm"), Visible);

    public static readonly Predicate Visible = new Predicate.Compare(new(L, "size", ColumnType.Integer), Comparison.NotEqual, 2L);

    private static Column Column(string name) => Columns.First(c => c.Name.Value == name);

    public static async Task<Sample> Fill(TestDatabase test, int rows, Random random)
    {
        var sample = new Sample();
        for (var i = 1; i <= 8; i++) sample.Firms[i] = new() { ["id"] = (long)i, ["name"] = Value(random, "t"), ["size"] = i > 6 ? 2L : Value(random, "n") };
        for (var i = 1; i <= rows; i++)
        {
            sample.Rows.Add(Columns.ToDictionary(c => c.Name.Value, c => c.Name.Value == "id" ? (long)i : Value(random, c.Name.Value)));
            if (random.Next(4) != 0) continue;
            for (var n = random.Next(1, 4); n > 0; n--)
                sample.Shares.Add((random.Next(1, 5), i, random.Next(1, 4), random.Next(3) == 0 ? Time(random.Next(40)) : null));
        }
        await test.Database.Change(async s =>
        {
            await s.Apply([new SchemaChange.CreateSchema("app_x"), new SchemaChange.CreateTable(DealTable),
                new SchemaChange.CreateTable(new(Firm, FirmColumns, ["id"], [])),
                new SchemaChange.CreateTable(new(Share, ShareColumns, ["form_no", "principal_id", "record_id", "source"], []))]);
            await s.Load(Deal, Columns, sample.Rows.Select(r => Columns.Select(c => r[c.Name.Value]).ToArray()));
            await s.Load(Firm, FirmColumns, sample.Firms.Values.Select(r => FirmColumns.Select(c => r[c.Name.Value]).ToArray()));
            await s.Load(Share, ShareColumns, sample.Shares.Select((x, i) => new object?[] { FormNo, x.Principal, x.Record, x.Level, x.Until, "s" + i }));
        });
        return sample;
    }

    /// <summary>What a row answers for an operand, following the link to its firm.</summary>
    public Func<Operand, object?> Reader(Dictionary<string, object?> row) => operand =>
        operand.Alias == A ? row[operand.Column.Value] : row["firm"] is long firm && Firms.TryGetValue(firm, out var linked) && linked["size"] is not 2L ? linked[operand.Column.Value] : null;

    /// <summary>A value that a column may hold, often null, often equal to another.</summary>
    public static object? Value(Random random, string column) => column switch
    {
        "dept" => (long)random.Next(1, 6),
        "at" => Time(random.Next(30)),
        _ when random.Next(5) == 0 => null,
        "n" => random.Next(12) == 0 ? long.MinValue + 1 : (long)random.Next(-3, 4),
        "d" => random.Next(-300, 300) / 100m,
        "t" => Words[random.Next(Words.Length)],
        "b" => random.Next(2) == 0,
        "day" => new DateOnly(2024, 1, 1).AddDays(random.Next(-400, 400)),
        "m" => Time(random.Next(-2000, 2000)),
        "tags" => random.Next(4) == 0 ? "" : "|" + string.Join('|', Enumerable.Range(0, random.Next(1, 4)).Select(_ => "xyz"[random.Next(3)])) + "|",
        "owner" => (long)random.Next(1, 5),
        _ => (long)random.Next(1, 10),
    };

    public static DateTime Time(int i) => new DateTime(2024, 2, 29, 23, 59, 59, 999, DateTimeKind.Utc).AddHours(i * 7);

    /// <summary>A random condition; values lie on, between and beyond those of the rows.</summary>
    public static Predicate Condition(Random random, int depth, bool links = true)
    {
        if (depth > 0 && random.Next(2) == 0)
        {
            var parts = Enumerable.Range(0, random.Next(4)).Select(_ => Condition(random, depth - 1, links)).ToList();
            return random.Next(2) == 0 ? new Predicate.All(parts) : new Predicate.Any(parts);
        }
        string[] names = ["id", "n", "d", "t", "b", "day", "m", "tags", "owner", "dept"];
        var left = links && random.Next(6) == 0 ? OfFirm(random.Next(2) == 0 ? "name" : "size") : Of(names[random.Next(names.Length)]);
        return random.Next(left.Type == ColumnType.Text ? 6 : 4) switch
        {
            0 or 1 => new Predicate.Compare(left, (Comparison)random.Next(6), Sought(random, left)),
            2 => new Predicate.OneOf(left, [.. Enumerable.Range(0, random.Next(20) == 0 ? 90 : random.Next(5)).Select(_ => Sought(random, left))], random.Next(2) == 0),
            3 => random.Next(12) == 0 ? new Predicate.Constant(random.Next(2) == 0) : new Predicate.Empty(left, random.Next(2) == 0),
            4 => new Predicate.Match(left, (TextMatch)random.Next(3), (string)Sought(random, left), random.Next(2) == 0),
            _ => new Predicate.Holds(left, "xyzw|"[random.Next(5)].ToString(), random.Next(2) == 0),
        };
    }

    private static object Sought(Random random, Operand left) => left.Type switch
    {
        ColumnType.Id or ColumnType.Integer => random.Next(8) switch { 0 => 1.5m, 1 => 1e20m, 2 => -1e20m, 3 => long.MaxValue, _ => (long)random.Next(-4, 10) },
        ColumnType.Decimal => random.Next(6) switch { 0 => 0.005m, 1 => -1.2345m, 2 => 1e22m, 3 => 1L, _ => random.Next(-300, 300) / 100m },
        ColumnType.Bool => random.Next(2) == 0,
        ColumnType.Date => new DateOnly(2024, 1, 1).AddDays(random.Next(-400, 400)),
        ColumnType.Moment => Time(random.Next(-2000, 2000)),
        _ => Words[random.Next(Words.Length)],
    };
}
