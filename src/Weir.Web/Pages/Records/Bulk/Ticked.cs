namespace Weir.Web.Pages.Records.Bulk;

/// <summary>A record that was ticked, with the version that its row showed; null when that was not said.</summary>
public sealed record Ticked(long Id, long? Seen)
{
    /// <summary>As the box of a row posts it: <c>4711:3</c>.</summary>
    public override string ToString() => Seen is null ? Text(Id) : Text(Id) + ":" + Text(Seen.Value);

    public static Ticked? Read(string? text)
    {
        var parts = (text ?? "").Split(':', 2);
        return long.TryParse(parts[0], out var id) && id > 0 ? new(id, parts.Length > 1 && long.TryParse(parts[1], out var seen) ? seen : null) : null;
    }

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
