namespace Weir.Bench;

/// <summary>Writes figures as rows of a Markdown table, as they come.</summary>
internal static class Figures
{
    public static void Row(Choice choice, string what, string floor, string ours, string ratio, string target, bool met) =>
        Console.WriteLine($"| {what} | {(choice.Postgres is null ? "SQLite" : "PostgreSQL")} | {floor} | {ours} | {ratio} | {target} | {(met ? "yes" : "**no**")} |");
}
