using System.Globalization;
using Weir.Engine.Exchange.Imports;

namespace Weir.Web.Pages.Exchange;

/// <summary>Reads what somebody chose for the columns of a file. Judges nothing.</summary>
internal static class PostedChoice
{
    /// <summary>Sent for a column that is not to be imported.</summary>
    public const string Ignore = "-";

    /// <summary>Begins the name of a value that every new record gets.</summary>
    public const string Given = "all.";

    public static string Name(ImportColumn column) => "c" + column.Index.ToString(CultureInfo.InvariantCulture);

    public static ImportChoice Read(ImportPlan plan, IFormCollection posted)
    {
        var mapping = new Dictionary<int, string>();
        var ignored = new List<int>();
        foreach (var column in plan.Columns)
        {
            var target = posted[Name(column)].ToString();
            if (target == Ignore || target.Length == 0 && posted.ContainsKey("ignore")) ignored.Add(column.Index);
            else if (target.Length > 0) mapping[column.Index] = target;
        }
        var mode = posted["mode"].ToString() switch { "update" => ImportMode.Update, "both" => ImportMode.Both, _ => ImportMode.Create };
        return new(mapping, mode, posted["key"].ToString() is { Length: > 0 } key && mode != ImportMode.Create ? key : null, posted.ContainsKey("clear")) 
        {
            Ignored = ignored,
            Fixed = posted.Where(p => p.Key.StartsWith(Given, StringComparison.Ordinal)).ToDictionary(p => p.Key[Given.Length..], p => p.Value.ToString()),
        };
    }
}
