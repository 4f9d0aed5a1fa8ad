using System.Globalization;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Grading;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Web.Pages.Records.Lists;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Grading;

/// <summary>The table of criteria as it was typed, as a whole and one criterion of it. Publishes nothing.</summary>
internal static class GradingEdit
{
    private const decimal Largest = 1000;
    private const int LongestGrade = 20;

    public static CriterionDefinition Fresh { get; } = new() { Key = "", Label = ("", ""), Levels = [new() { Points = 0 }] };

    public static string Points(int criterion, int level) => FormattableString.Invariant($"p.{criterion}.{level}");

    public static string Number(decimal? number) => number?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    public static GradingSettings Read(PostedSettings posted, GradingSettings before)
    {
        var settings = before with
        {
            Criteria = posted.Arranged("criteria", [.. posted.Many("criterion").Select((key, c) => Pointed(posted, before.Criteria.FirstOrDefault(d => d.Key == key), c)).OfType<CriterionDefinition>()]),
            Bands = posted.Arranged("band", [.. Enumerable.Range(0, posted.Rows("bands")).Select(i => new BandDefinition(Grade(posted, $"band{i}.grade"), posted.Decimal($"band{i}.from", -Largest, Largest)))], () => new BandDefinition("", 0)),
            Least = posted.Decimal("least", -Largest, Largest), Most = posted.Decimal("most", -Largest, Largest), Ready = posted.OwnWhen("ready"),
        };
        if (posted.Verb is [] or ["try"]) Check(posted, settings);
        return settings;
    }

    private static CriterionDefinition? Pointed(PostedSettings posted, CriterionDefinition? criterion, int c) =>
        criterion is null ? null : criterion with { Levels = [.. criterion.Levels.Select((level, l) => level with { Points = posted.Decimal(Points(c, l), -Largest, Largest) })] };

    private static void Check(PostedSettings posted, GradingSettings settings)
    {
        if (settings.Least >= settings.Most) posted.Refuse("most", "grading.limits", ("上限应大于下限。", "The most should be above the least."));
        for (var i = 0; i < settings.Bands.Count; i++)
        {
            var band = settings.Bands[i];
            if (band.Grade.Length is 0 or > LongestGrade) posted.Refuse($"band{i}.grade", "grading.no_grade", ($"请填写等级，最多 {LongestGrade} 个字。", $"Enter a grade of at most {LongestGrade} characters."));
            else if (settings.Bands.Take(i).Any(b => b.Grade == band.Grade)) posted.Refuse($"band{i}.grade", "grading.twin_grade", ("这个等级上面已经有了。", "This grade stands above already."));
            if (i > 0 && band.From >= settings.Bands[i - 1].From)
                posted.Refuse($"band{i}.from", "grading.not_descending", (FormattableString.Invariant($"等级从高到低排列：这里应低于上一级的 {Number(settings.Bands[i - 1].From)} 分。"), FormattableString.Invariant($"Grades go from the highest down: this should be below the {Number(settings.Bands[i - 1].From)} of the grade above.")));
        }
    }

    public static CriterionDefinition Read(PostedSettings posted, CriterionDefinition before)
    {
        var levels = posted.Arranged("level", [.. Enumerable.Range(0, posted.Rows("levels")).Select(i => Level(posted, $"level{i}"))], () => new LevelDefinition { Points = 0 });
        var criterion = before with { Label = posted.Label("label"), Levels = levels };
        if (posted.Verb is not ([] or ["try"])) return criterion;
        if (levels.Count == 0) posted.Refuse("levels", "grading.no_levels", ("请至少添加一行。", "Add at least one row."));
        for (var i = 0; i < levels.Count; i++)
        {
            if (levels[i].When is null && i < levels.Count - 1 && posted.Text($"level{i}.when").Length == 0)
                posted.Refuse($"level{i}.when", "grading.always", ("没有条件的一行符合全部记录，后面的行永远轮不到；请补上条件，或把它移到最后。", "A row without a condition fits all records, so those below never count; give it a condition or move it to the end."));
            if (FilterWords.Leaves(levels[i].When).Any(l => Results(posted.Visit.Form).Any(f => f.Key == l.Field)))
                posted.Refuse($"level{i}.when", "grading.own_result", ("评分不能看评分或等级本身。", "Points cannot depend on the score or the grade that they make."));
        }
        return criterion;
    }

    private static LevelDefinition Level(PostedSettings posted, string name) => new()
    {
        When = posted.OwnWhen(name + ".when"), Points = posted.Decimal(name + ".points", -Largest, Largest), Most = posted.DecimalOrNone(name + ".most", 0, Largest),
        Each = Counted(posted.Visit.Form).FirstOrDefault(f => f.Key == posted.Text(name + ".each"))?.Key,
    };

    /// <summary>The app with these criteria; a grade that was not there yet becomes an option of its field.</summary>
    public static AppDefinition With(FormVisit visit, GradingSettings settings)
    {
        var grade = Weir.Engine.Capabilities.Grading.Grading.Book(visit.Form)!.Grade;
        var options = grade.Type.Options(grade).ToList();
        var bands = settings.Bands.Select(band =>
        {
            if (options.Count == 0 || options.Any(o => o.Key == band.Grade)) return band;
            var option = new Option(CapabilitySettings.Key((band.Grade, band.Grade), "grade", [.. options.Select(o => o.Key)]), (band.Grade, band.Grade), "grey");
            options.Add(option);
            return band with { Grade = option.Key };
        }).ToList();
        var app = visit.App.Definition;
        var form = CapabilitySettings.With(visit.Form.Definition, Weir.Engine.Capabilities.Grading.Grading.KeyOf, settings with { Bands = bands });
        return options.Count > grade.Type.Options(grade).Count ? OptionList.With(app, form, grade.Key, options) : app with { Forms = [.. app.Forms.Select(f => f.Key == form.Key ? form : f)] };
    }

    /// <summary>A grade by its name in either language, else what was typed: it becomes a new one.</summary>
    private static string Grade(PostedSettings posted, string name)
    {
        var (grade, typed) = (Weir.Engine.Capabilities.Grading.Grading.Book(posted.Visit.Form)!.Grade, posted.Text(name));
        return grade.Type.Options(grade).FirstOrDefault(o => string.Equals(o.Label.Zh, typed, StringComparison.OrdinalIgnoreCase) || string.Equals(o.Label.En, typed, StringComparison.OrdinalIgnoreCase))?.Key ?? typed;
    }

    /// <summary>What a grade is called, also one that is not published yet.</summary>
    public static string GradeText(FormVisit visit, string? grade)
    {
        var field = Weir.Engine.Capabilities.Grading.Grading.Book(visit.Form)!.Grade;
        return grade is null ? visit.Say("无等级", "no grade") : field.Type.Options(field).FirstOrDefault(o => o.Key == grade) is { } option ? visit.Say(option.Label) : grade;
    }

    /// <summary>Number fields by whose value points can be multiplied.</summary>
    public static IEnumerable<Field> Counted(Form form) => form.Live.Where(f => f is { Column: not null, System: false } && f.Type.Kind(f) == ValueKind.Number && !Results(form).Contains(f));

    private static IEnumerable<Field> Results(Form form) => Weir.Engine.Capabilities.Grading.Grading.Book(form) is { } book ? [book.Score, book.Grade] : [];
}
