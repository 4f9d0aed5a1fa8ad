using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Xunit;

namespace Weir.Tests.FieldTypes;

/// <summary>Today is 2026-11-22 in Shanghai.</summary>
public class DateTests
{
    [Theory]
    [InlineData("2026-11-02", "2026-11-02")]
    [InlineData("2026/11/2", "2026-11-02")]
    [InlineData("2026.11.2", "2026-11-02")]
    [InlineData("2026年11月2日", "2026-11-02")]
    [InlineData("２０２６年１１月２号", "2026-11-02")]
    [InlineData("20261102", "2026-11-02")]
    [InlineData("11-2", "2026-11-02")]
    [InlineData("11/02", "2026-11-02")]
    [InlineData("11月2日", "2026-11-02")]
    [InlineData("Nov 2, 2026", "2026-11-02")]
    [InlineData("2 November 2026", "2026-11-02")]
    [InlineData("2-Nov-26", "2026-11-02")]
    [InlineData("Nov 2", "2026-11-02")]
    [InlineData("11/25/2026", "2026-11-25")]
    [InlineData("25/11/2026", "2026-11-25")]
    [InlineData("46328", "2026-11-02")]
    [InlineData("2026/11/2 0:00:00", "2026-11-02")]
    [InlineData("2026-11-02T14:30:00Z", "2026-11-02")]
    [InlineData("今天", "2026-11-22")]
    [InlineData("明天", "2026-11-23")]
    [InlineData("yesterday", "2026-11-21")]
    [InlineData("2028-2-29", "2028-02-29")]
    [InlineData("11/12/2026", null)]
    [InlineData("2026-02-29", null)]
    [InlineData("2026-13-01", null)]
    [InlineData("26-11-02", null)]
    [InlineData("next week", null)]
    [InlineData("12345", null)]
    public void Days_are_read_as_people_write_them_unless_two_would_read_them_differently(string text, string? expected)
    {
        var field = SampleFields.Of("date");
        object? Read() => field.Type.FromText(field, text, SampleFields.Display(true));
        if (expected is null) Assert.Equal("value.not_date", Assert.Throws<ValueError>(Read).Code);
        else Assert.Equal(DateOnly.ParseExact(expected, "yyyy-MM-dd"), Read());
    }

    [Theory]
    [InlineData("2026-11-02 14:30", "2026-11-02T06:30:00")]
    [InlineData("2026/11/2 14:30:59", "2026-11-02T06:30:00")]
    [InlineData("2026年11月2日14时30分", "2026-11-02T06:30:00")]
    [InlineData("2026年11月2日 14点", "2026-11-02T06:00:00")]
    [InlineData("2026-11-02 下午2:30", "2026-11-02T06:30:00")]
    [InlineData("Nov 2, 2026 2:30 PM", "2026-11-02T06:30:00")]
    [InlineData("2026-11-02 12:05 am", "2026-11-01T16:05:00")]
    [InlineData("2026-11-02T14:30:00Z", "2026-11-02T14:30:00")]
    [InlineData("2026-11-02T14:30:00+09:00", "2026-11-02T05:30:00")]
    [InlineData("2026-11-02", "2026-11-01T16:00:00")]
    [InlineData("46328.604166667", "2026-11-02T06:30:00")]
    [InlineData("明天 9:30", "2026-11-23T01:30:00")]
    [InlineData("9:30", "2026-11-22T01:30:00")]
    [InlineData("2026-11-02 24:00", null)]
    [InlineData("2026-11-02 14:60", null)]
    [InlineData("2026-11-02 上午15:00", null)]
    [InlineData("soon", null)]
    public void Moments_are_typed_in_the_zone_of_the_organisation_and_kept_in_UTC(string text, string? expected)
    {
        var field = SampleFields.Of("datetime");
        object? Read() => field.Type.FromText(field, text, SampleFields.Display(true));
        if (expected is null) Assert.Equal("value.not_moment", Assert.Throws<ValueError>(Read).Code);
        else Assert.Equal(DateTime.Parse(expected + "Z", null, System.Globalization.DateTimeStyles.AdjustToUniversal), Read());
    }

    [Theory]
    [InlineData("\"2026-11-02T06:30:00Z\"", true)]
    [InlineData("\"2026-11-02T14:30:00+08:00\"", true)]
    [InlineData("\"2026-11-02T14:30:00\"", false)]
    [InlineData("\"2026-11-02\"", false)]
    [InlineData("1793601000", false)]
    public void JSON_moments_carry_their_offset(string json, bool accepted)
    {
        var field = SampleFields.Of("datetime");
        object? Read() => field.Type.FromJson(field, JsonDocument.Parse(json).RootElement);
        if (accepted) Assert.Equal(new DateTime(2026, 11, 2, 6, 30, 0, DateTimeKind.Utc), Read());
        else Assert.Throws<ValueError>(Read);
    }

    [Fact]
    public void What_people_type_has_minutes_but_what_only_the_engine_writes_keeps_milliseconds()
    {
        var moment = new DateTime(2026, 11, 2, 6, 30, 15, 250, DateTimeKind.Utc);
        var typed = SampleFields.Of("datetime");
        var kept = SampleFields.Of("datetime", more: """ "readOnly": true """);
        Assert.Equal(new DateTime(2026, 11, 2, 6, 30, 0, DateTimeKind.Utc), typed.Type.Store(typed, moment));
        Assert.Equal(moment, kept.Type.Store(kept, moment));
        Assert.Equal("2026-11-02T06:30:15.250Z", kept.Type.ToJson(kept, moment)!.GetValue<string>());
    }

    [Fact]
    public void Limits_may_move_with_the_calendar()
    {
        var field = SampleFields.Of("date", """ "min": "today-7", "max": "2026-12-31" """);
        var today = new DateOnly(2026, 11, 22);
        Assert.Empty(field.Type.Check(field, new DateOnly(2026, 11, 15), today));
        Assert.Equal("field.too_early", Assert.Single(field.Type.Check(field, new DateOnly(2026, 11, 14), today)).Code);
        Assert.Equal("field.too_late", Assert.Single(field.Type.Check(field, new DateOnly(2027, 1, 1), today)).Code);
        Assert.Equal("field.too_late", Assert.Single(field.Type.Check(field, new DateOnly(2027, 1, 1))).Code);
        Assert.Throws<DefinitionErrors>(() => SampleFields.Of("date", """ "min": "tomorrow" """));
    }

    [Theory]
    [InlineData("2026-11-22", "今天", "Today")]
    [InlineData("2026-11-23", "明天", "Tomorrow")]
    [InlineData("2026-11-29", "11-29", "Nov 29")]
    [InlineData("2027-01-03", "2027-01-03", "Jan 3, 2027")]
    public async Task Days_are_shown_short_with_the_whole_day_behind(string day, string zh, string en)
    {
        var field = SampleFields.Of("date");
        var value = DateOnly.ParseExact(day, "yyyy-MM-dd");
        var time = (await FieldMarkup.Render(field.Type.Cell(field, value, SampleFields.Display(true)))).QuerySelector("time")!;
        Assert.Equal((zh, day), (time.TextContent, time.GetAttribute("title")));
        Assert.Equal(en, (await FieldMarkup.Render(field.Type.Cell(field, value, SampleFields.Display(false)))).TextContent);
    }

    [Theory]
    [InlineData("2026-11-22T02:42:00", "今天 10:42", "Today 10:42")]
    [InlineData("2026-11-21T15:59:00", "昨天 23:59", "Yesterday 23:59")]
    [InlineData("2026-11-19T02:00:00", "3 天前", "3 days ago")]
    [InlineData("2026-11-10T02:00:00", "11-10 10:00", "Nov 10 10:00")]
    [InlineData("2025-11-10T02:00:00", "2025-11-10", "Nov 10, 2025")]
    public void Moments_are_shown_relative_up_to_seven_days(string utc, string zh, string en)
    {
        var moment = DateTime.Parse(utc + "Z", null, System.Globalization.DateTimeStyles.AdjustToUniversal);
        Assert.Equal(zh, HouseDate.Of(moment, SampleFields.Display(true)));
        Assert.Equal(en, HouseDate.Of(moment, SampleFields.Display(false)));
    }
}
