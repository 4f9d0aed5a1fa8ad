using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Goals;

/// <summary>A figure of the app as goals count it: over all records, whoever looks. Knows which changes of a record concern it.</summary>
internal sealed class Tally
{
    private readonly FigureDefinition figure;
    private readonly FieldPath? of;
    private readonly Field? date, people;
    private readonly HashSet<string> looks;

    private Tally(Form form, FigureDefinition figure)
    {
        (Form, this.figure) = (form, figure);
        of = figure.How == "count" ? null : form.Path(figure.Field!)?.Together;
        (date, people) = (figure.Date is null ? null : form.Find(figure.Date), form.Find(figure.People));
        var paths = Condition.Compile(form, InsightScope.Of(default, default).Where(form, figure.Where, figure.Date, figure.People)).Paths.Concat(of is null ? [] : [of]);
        looks = paths.Select(p => p.Via.Count > 0 ? p.Via[0].Key : p.Field.Key).Concat([figure.People, SystemFields.OwnerDepartment, SystemFields.DeletedAt]).ToHashSet();
    }

    public Form Form { get; }

    public static Tally Compile(App app, string place, FigureDefinition figure)
    {
        FigureCheck.Of(app, place, figure);
        FigureCheck.Whole(place, figure);
        return new Tally(app[figure.Form], figure);
    }

    /// <summary>Whether the change can make another sum.</summary>
    public bool Concerns(Ripple ripple) => ripple.Before is null || ripple.Changed.Overlaps(looks);

    /// <summary>The day for which a record counts; null when it counts for every period that is not over.</summary>
    public DateOnly? DayOf(Record record, TimeZoneInfo zone) => date is null ? null : record[date] switch
    {
        DateOnly day => day,
        DateTime moment => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(moment, zone)),
        _ => null,
    };

    public bool IsDated => date is not null;

    public long? MemberOf(Record record) => people is null ? null : record[people] as long?;

    public async ValueTask<decimal?> Sum(Session session, Actor system, DateTime now, InsightScope scope)
    {
        var joins = new JoinPlan();
        var where = Predicate.And(new Predicate.Empty(joins.Operand(Form[SystemFields.DeletedAt])), Condition.Compile(Form, scope.Where(Form, figure.Where, figure.Date, figure.People)).Bind(new ConditionContext(system, now, joins)));
        var measure = new Measure(InsightRun.How(figure.How), of is null ? null : joins.Operand(of));
        var summary = new Summary(Form.Table, JoinPlan.Root, joins.Joins, where, RowScope.Everything, [], [measure]);
        var value = await session.First(QueryWriter.Summarise(session.Dialect, summary), r => r.Value(0, measure.Type, measure.Scale));
        return value switch { long count => count, decimal sum => sum, _ => figure.How is "count" or "sum" ? 0m : null };
    }
}
