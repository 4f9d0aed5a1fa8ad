using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.Conditions.Operators;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Tests.Apps;
using Weir.Tests.FieldTypes;
using Weir.Tests.Records;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Conditions;

/// <summary>A form with a field of every stored type that links to itself and to another one; random records and random conditions on them.</summary>
internal static class Thing
{
    public static readonly DateTime[] Moments =
    [
        new(2026, 11, 2, 2, 0, 0, DateTimeKind.Utc), new(2026, 12, 31, 16, 30, 0, DateTimeKind.Utc), new(2028, 2, 29, 0, 0, 0, DateTimeKind.Utc), new(2026, 3, 30, 15, 59, 59, DateTimeKind.Utc),
    ];

    private static readonly string[] Words = ["a", "A", "aB", "Ab%", "a_b", "100%", "é", "É", "华为", "华为技术", "\\", "'", "\"", "z\ud83d\ude00", "Ａ", "null", "0", "abc", "|a|"];

    private const string Options = """ "options": [{"key":"new","label":{"zh":"新建","en":"New"}},{"key":"won","label":{"zh":"赢单","en":"Won"}},{"key":"old","label":{"zh":"旧的","en":"Old"}}] """;

    public static AppDefinition App()
    {
        var fields = FieldTypeCatalogue.All.Where(t => t.Key is not ("related" or "lines")).Select(t => $"f_{t.Key} {t.Key} " + Settings(t.Key)).Select(f => f.Trim()).ToArray();
        return Sketch.App("zoo",
            Sketch.Form("thing", ["name text", .. fields, "up link \"form\": \"thing\"", "other link \"form\": \"other\""]),
            Sketch.Form("other", "name text", "size number", "day date", "at datetime", "place region", "team department", "labels tags", "thing link \"form\": \"thing\""));
    }

    private static string Settings(string type) => type switch
    {
        "radio" or "select" or "multi_select" => Options,
        "auto_number" => """ "parts": [{"digits":4}], "reset": "never" """,
        "link" or "links" => """ "form": "other" """,
        "target" => """ "forms": ["other", "thing"] """,
        "formula" => """ "formula": "1", "result": "money" """,
        "rollup" => """ "form": "other", "by": "thing", "how": "count" """,
        _ => "",
    };

    /// <summary>Written as they are, past all checks: a condition must cope with whatever a column can hold.</summary>
    public static async Task<List<Record>> Fill(Desk desk, Random random, string form, int count, long firstId)
    {
        var made = new List<Record>();
        for (var i = 0; i < count; i++)
        {
            var record = new Record(desk.Form(form), firstId + i, 1);
            foreach (var field in record.Form.Stored)
                if (field.Key == SystemFields.DeletedAt) record[field] = random.Next(8) == 0 ? Moments[0] : null;
                else if (field.Column!.NotNull || random.Next(5) > 0) record[field] = Value(random, field);
            made.Add(record);
        }
        await desk.Database.Write(s => s.Load(desk.Form(form).Table, RecordRows.Columns(desk.Form(form)), made.Select(r => RecordRows.Values(r))));
        return made;
    }

    public static object? Value(Random random, Field field)
    {
        long[] members = [Desk.Rep, Desk.OtherRep, Desk.Manager, Desk.Admin, 99], departments = [Desk.Company, Desk.Sales, Desk.East, Desk.South, Desk.Office, 999];
        var samples = SampleValues.Of(field.Type.Key);
        return field.Type.Key switch
        {
            "member" => Pick(random, members),
            "members" => Some(random, members),
            "department" => Pick(random, departments),
            "departments" => Some(random, departments),
            "link" => (long)random.Next(1, field.Type.LinkedForm(field) == "other" ? 25 : 130),
            "links" => Some(random, [.. Enumerable.Range(1, 8).Select(i => (long)i)]),
            "target" => new RecordRef(random.Next(2) == 0 ? "other" : "thing", random.Next(1, 6)),
            "date" => DateOnly.FromDateTime(Pick(random, Moments)).AddDays(random.Next(-40, 40)),
            "datetime" => Pick(random, Moments).AddHours(random.Next(-400, 400)),
            "number" or "money" or "percent" or "formula" or "rollup" when random.Next(2) == 0 => (decimal)random.Next(-3, 4),
            "text" or "long_text" or "company" or "url" or "email" or "phone" when random.Next(3) > 0 => Pick(random, Words),
            _ => Pick(random, samples),
        };
    }

    public static ConditionDefinition Condition(Random random, Form form, int depth)
    {
        if (depth > 0 && random.Next(2) == 0)
        {
            var parts = Enumerable.Range(0, random.Next(4)).Select(_ => Condition(random, form, depth - 1)).ToList();
            return random.Next(2) == 0 ? new() { All = parts } : new() { Any = parts };
        }
        var path = Path(random, form);
        var op = Pick(random, OperatorCatalogue.For(path.Field.Type.Kind(path.Field)).ToArray());
        return new() { Field = path.Text, Op = op.Key, Value = Argument(random, path.Field, op) };
    }

    private static FieldPath Path(Random random, Form form)
    {
        var steps = new List<string>();
        var at = form;
        while (random.Next(4) == 0 && steps.Count < FieldPath.LongestWay)
        {
            var link = Pick(random, at.Fields.Where(f => f.Column is not null && f.Type.LinkedForm(f) is not null).ToArray());
            steps.Add(link.Key);
            at = form.App[link.Type.LinkedForm(link)!];
        }
        var end = Pick(random, at.Stored.Where(f => OperatorCatalogue.For(f.Type.Kind(f)).Any()).ToArray());
        return FieldPath.Find(form, string.Join('.', steps.Append(end.Key)))!;
    }

    private static JsonElement? Argument(Random random, Field field, Operator op) => op.Shape switch
    {
        ArgumentShape.None => null,
        ArgumentShape.One => One(random, field),
        ArgumentShape.Pair => Json(new[] { random.Next(4) == 0 ? null : (object?)One(random, field), random.Next(4) == 0 ? null : One(random, field) }),
        ArgumentShape.Period => Json(random.Next(3) == 0 ? $"{(random.Next(2) == 0 ? "last" : "next")}_{random.Next(1, 400)}_days" : Pick(random, Period.Words.ToArray()).Key),
        _ => Json(Enumerable.Range(0, random.Next(1, 5)).Select(_ => One(random, field)).SelectMany(v => v.ValueKind == JsonValueKind.Array ? v.EnumerateArray().ToArray() : [v])),
    };

    private static JsonElement One(Random random, Field field)
    {
        var kind = field.Type.Kind(field);
        if (random.Next(4) == 0)
        {
            string[] words = kind switch
            {
                ValueKind.Date => ["@today", "@today+7", "@today-30", "{f_date}"],
                ValueKind.Moment => ["@today", "@now", "@today-1", "{f_datetime}", "2026-11-02", "2027-01-01"],
                ValueKind.Department => ["@my_department", "@my_subtree", "{owner_dept}"],
                ValueKind.Reference or ValueKind.Many when field.Type.Key is "member" or "members" => ["@me", "{owner}"],
                _ => [$"{{{field.Key}}}", "{nothing}"],
            };
            return Json(Pick(random, words));
        }
        return Json(field.Type.ToJson(field, Value(random, field)));
    }

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, DefinitionJson.Options);

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private static long[] Some(Random random, long[] from) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, from)).Distinct()];
}
