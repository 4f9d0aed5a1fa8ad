using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Grading;

/// <summary>Gives records points and a grade by a table of criteria, and keeps what they are for. Tells nobody: reminders do.</summary>
public sealed class Grading : Capability
{
    public const string KeyOf = "grading", Parts = "score_parts", Ready = "ready_at";

    public override string Key => KeyOf;

    internal override bool Derives => true;

    public override IReadOnlyList<FieldDefinition> Fields(JsonElement settings) =>
    [
        new() { Key = Parts, Type = "long_text", Label = ("得分明细", "Points in detail"), Hidden = true, ReadOnly = true },
        new() { Key = Ready, Type = "datetime", Label = ("值得转化自", "Worth converting since"), Hidden = true, ReadOnly = true },
    ];

    internal override object? Prepare(Form form, JsonElement settings) => new GradingBook(form, Settings(form, settings));

    internal override JsonElement InFull(JsonElement settings) => InFull<GradingSettings>(settings);

    /// <exception cref="FieldTypes.DefinitionError">They cannot be read.</exception>
    internal static GradingSettings Settings(Form form, JsonElement settings) => new Grading().Read<GradingSettings>(form.Key, settings);

    internal override bool FollowsTime(Form form) => Book(form)?.DependsOnTime == true;

    /// <summary>Read loosely: whether the settings fit is said when they are prepared.</summary>
    internal override IEnumerable<string> Derived(JsonElement settings) => new[] { "score", "grade" }.Select(key => settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty(key, out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : key);

    public static GradingBook? Book(Form form) => form.Settings<GradingBook>(KeyOf);

    internal override void Derive(Record record, LinkedRecords linked, Actor actor, DateTime now)
    {
        if (Book(record.Form) is not { } book) return;
        var points = book.Points(record, linked, actor, now);
        var score = book.Total(points.Select(p => p.Points));
        record[book.Score] = score;
        record[book.Grade] = book.GradeOf(score);
        record[Parts] = JsonSerializer.Serialize(points.ToDictionary(p => p.Criterion.Key, p => p.Points));
        // Once is enough: what falls back and comes again is not news.
        if (record[Ready] is null && book.IsReady(record, linked, actor, now)) record[Ready] = now;
    }

    /// <summary>What the points of a record were given for, as far as the actor may read what they depend on; largest first.</summary>
    public static IReadOnlyList<(Words Label, decimal Points)> Why(FormAccess access, Record record)
    {
        if (Book(record.Form) is not { } book || !access.Reads(book.Score) || record.Form.Find(Parts) is not { } field || record[field] is not string text) return [];
        var parts = JsonSerializer.Deserialize<Dictionary<string, decimal>>(text) ?? [];
        return [.. book.Settings.Criteria.Where(c => parts.GetValueOrDefault(c.Key) != 0 && book.Looks(c).All(access.Reads)).Select(c => (c.Label, parts[c.Key])).OrderByDescending(p => p.Item2)];
    }

    public static string Text(decimal points) => points.ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture);
}
