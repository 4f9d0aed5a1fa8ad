using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Grading;

/// <summary>The table of criteria of one form, compiled: how many points a record has, and for what. Writes nothing.</summary>
public sealed class GradingBook
{
    private readonly IReadOnlyList<(CriterionDefinition Definition, IReadOnlyList<(Condition When, LevelDefinition Level, Field? Each)> Levels)> criteria;
    private readonly Condition? ready;

    /// <param name="tried">Only to reckon with: it may give grades that the form gets when it is published.</param>
    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    internal GradingBook(Form form, GradingSettings settings, bool tried = false)
    {
        Settings = settings;
        Score = form.Find(settings.Score) is { Column: not null, Type: var type } score && type.Kind(score) == ValueKind.Number && !type.Computed ? score : throw Wrong(form, settings.Score, ("评分应写入一个数字字段。", "The score needs a number field."));
        Grade = form.Find(settings.Grade) is { Column: not null, Type.Computed: false } grade ? grade : throw Wrong(form, settings.Grade, ("等级应写入一个选择字段。", "The grade needs a choice field."));
        if (settings.Criteria.GroupBy(c => c.Key).FirstOrDefault(g => g.Count() > 1) is { } twin) throw Wrong(form, twin.Key, ("评分项代码重复。", "Two criteria have this key."));
        if (!tried && settings.Bands.FirstOrDefault(b => Grade.Type.Options(Grade) is { Count: > 0 } options && options.All(o => o.Key != b.Grade)) is { } band) throw Wrong(form, band.Grade, ($"没有等级“{band.Grade}”。", $"There is no grade '{band.Grade}'."));
        criteria = [.. settings.Criteria.Select(c => (c, (IReadOnlyList<(Condition, LevelDefinition, Field?)>)[.. c.Levels.Select(l => (Own(form, c.Key, Condition.Compile(form, l.When)), l,
            l.Each is null ? null : form.Find(l.Each) is { Column: not null } each && each.Type.Kind(each) == ValueKind.Number ? each : throw Wrong(form, l.Each, ("只能按数字字段计次。", "Only a number field can be counted."))))]))];
        ready = settings.Ready is null ? null : Own(form, "ready", Condition.Compile(form, settings.Ready));
    }

    public GradingSettings Settings { get; }

    public Field Score { get; }

    public Field Grade { get; }

    /// <summary>Points change with the clock, so the night gives them again.</summary>
    public bool DependsOnTime => ready?.DependsOnTime == true || criteria.Any(c => c.Levels.Any(l => l.When.DependsOnTime));

    /// <summary>For each criterion the points that a record has by it.</summary>
    internal IReadOnlyList<(CriterionDefinition Criterion, decimal Points)> Points(Record record, LinkedRecords linked, Actor actor, DateTime now)
    {
        var all = new List<(CriterionDefinition, decimal)>(criteria.Count);
        foreach (var (definition, levels) in criteria)
        {
            var points = 0m;
            foreach (var (when, level, each) in levels)
            {
                if (!RuleBook.Holds(when, record, linked, actor, now)) continue;
                points = each is null ? level.Points : level.Points * (record[each] as decimal? ?? 0m);
                if (level.Most is { } most) points = Math.Clamp(points, -Math.Abs(most), Math.Abs(most));
                break;
            }
            all.Add((definition, points));
        }
        return all;
    }

    internal decimal Total(IEnumerable<decimal> points) => Math.Clamp(points.Sum(), Settings.Least, Settings.Most);

    internal string? GradeOf(decimal score) => Settings.Bands.OrderByDescending(b => b.From).FirstOrDefault(b => score >= b.From)?.Grade;

    internal bool IsReady(Record record, LinkedRecords linked, Actor actor, DateTime now) => ready is not null && RuleBook.Holds(ready, record, linked, actor, now);

    /// <summary>The fields that a criterion looks at: who may not read one of them is not told its points.</summary>
    public IReadOnlyList<Field> Looks(CriterionDefinition criterion) =>
        [.. criteria.Where(c => c.Definition.Key == criterion.Key).SelectMany(c => c.Levels).SelectMany(l => l.When.Paths.Select(p => p.Field).Append(l.Each!)).Where(f => f is not null).Distinct()];

    private static Condition Own(Form form, string key, Condition condition) => condition.Paths.All(p => p.Via.Count == 0) ? condition
        : throw Wrong(form, key, ("评分只能看本表单的字段。", "Points are given for fields of the form itself."));

    private static DefinitionError Wrong(Form form, string field, Words words) => new($"{form.Key}.{field}", "grading.bad_settings", words);
}
