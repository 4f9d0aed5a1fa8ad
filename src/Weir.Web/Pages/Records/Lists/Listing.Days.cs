using System.Globalization;
using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Lists;

public sealed partial class Listing
{
    /// <summary>The field by whose day a calendar shows its records; null when the view is no calendar, or the visitor may not read the field.</summary>
    public FieldPath? DayField { get; }

    /// <summary>The days that a calendar shows.</summary>
    public DaySpan Days { get; }

    /// <summary>The rows of each day, those with a time in its order.</summary>
    public ILookup<DateOnly, ListRow> ByDay => Page.Rows.Select(r => (Row: r, Day: DayOf(r))).Where(r => r.Day is not null).ToLookup(r => r.Day!.Value, r => r.Row);

    /// <summary>The time of a row within its day; null when the field holds days only.</summary>
    public string? TimeOf(ListRow row) => row.Values[Columns.Count] is DateTime at ? TimeZoneInfo.ConvertTimeFromUtc(at, Visit.Display.Zone).ToString("HH:mm", CultureInfo.InvariantCulture) : null;

    private DateOnly? DayOf(ListRow row) => row.Values[Columns.Count] switch
    {
        DateOnly day => day,
        DateTime at => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(at, Visit.Display.Zone)),
        _ => null,
    };

    private ConditionDefinition Within(DaySpan days)
    {
        return new() { All = [Leaf("gte", days.First), Leaf("lt", days.Last.AddDays(1))] };

        // Counted from today, a day means its beginning in the organisation's zone, for days and for moments alike.
        ConditionDefinition Leaf(string op, DateOnly day) => new() { Field = DayField!.Text, Op = op, Value = JsonSerializer.SerializeToElement(FormattableString.Invariant($"@today{day.DayNumber - Visit.Display.Today.DayNumber:+0;-0}")) };
    }

    private static FieldPath? DayOf(FormVisit visit, ViewDefinition view) =>
        view.Layout == "calendar" && visit.Form.Path(view.LayoutField ?? "") is { Via.Count: 0, Field.Column: not null } path && visit.Access.ReadsEverywhere(path.Field)
        && path.Field.Type.Kind(path.Field) is ValueKind.Date or ValueKind.Moment ? path : null;
}
