using System.Text.Json;
using Weir.Engine.FieldTypes;
using Xunit;

namespace Weir.Tests.FieldTypes;

public class PlaceTests
{
    [Theory]
    [InlineData("320505", "320505")]
    [InlineData("江苏省苏州市虎丘区", "320505")]
    [InlineData("江苏/苏州/虎丘", "320505")]
    [InlineData("Huqiu, Suzhou, Jiangsu", "320505")]
    [InlineData("鼓楼区", null)]
    [InlineData("江苏省苏州市虎丘区科技路", null)]
    [InlineData("Atlantis", null)]
    public void A_region_is_read_by_code_or_name(string text, string? code)
    {
        var field = SampleFields.Of("region");
        object? Read() => field.Type.FromText(field, text, SampleFields.Display(true));
        if (code is null) Assert.Equal("region.unknown", Assert.Throws<ValueError>(Read).Code);
        else Assert.Equal(code, Read());
    }

    [Fact]
    public void Every_region_there_is_survives_its_words()
    {
        var field = SampleFields.Of("region");
        foreach (var display in new[] { SampleFields.Display(true), SampleFields.Display(false) })
            foreach (var region in Regions.All)
                Assert.Equal(region.Code, field.Type.FromText(field, field.Type.Text(field, region.Code, display), display));
    }

    [Theory]
    [InlineData("江苏省苏州市虎丘区科技路 1 号", "320505", "科技路 1 号")]
    [InlineData("江苏省 苏州市 虎丘区 · 科技路 1 号", "320505", "科技路 1 号")]
    [InlineData("苏州市", "320500", "")]
    [InlineData("221B Baker Street", null, "221B Baker Street")]
    public void An_address_takes_the_region_out_of_its_words(string text, string? region, string street)
    {
        var field = SampleFields.Of("address");
        var address = (Address)field.Type.FromText(field, text, SampleFields.Display(true))!;
        Assert.Equal((region, street), (address.Region, address.Street));
        Assert.Equal(address, field.Type.FromJson(field, JsonSerializer.SerializeToElement(new { street = text })));
    }

    [Fact]
    public void An_address_is_stored_with_the_words_of_its_region_so_that_they_can_be_searched()
    {
        var field = SampleFields.Of("address");
        Assert.Equal("320505|江苏省 苏州市 虎丘区|科技路|1 号", field.Type.Store(field, Address.Of("320505", "科技路|1 号")));
        Assert.Equal(Address.Of("320505", "科技路|1 号"), field.Type.Read(field, "320505|江苏省 苏州市 虎丘区|科技路|1 号"));
    }

    [Theory]
    [InlineData("""{"region":"999999","street":"x"}""", "region.unknown")]
    [InlineData("""{"region":320505}""", "value.not_address")]
    [InlineData("[]", "value.not_address")]
    public void An_address_that_is_none_is_refused(string json, string code)
    {
        var field = SampleFields.Of("address");
        Assert.Equal(code, Assert.Throws<ValueError>(() => field.Type.FromJson(field, JsonDocument.Parse(json).RootElement)).Code);
    }

    [Theory]
    [InlineData("科技路 1 号 · 31.29834, 120.58319 ±12 m", "科技路 1 号", "31.29834", "120.58319", 12)]
    [InlineData("31.298340，120.583190", "", "31.29834", "120.58319", null)]
    [InlineData("-33.8651431, 151.2099 ± 8米", "", "-33.865143", "151.2099", 8)]
    [InlineData("No. 1, 2nd Street", "No. 1, 2nd Street", null, null, null)]
    [InlineData("客户现场", "客户现场", null, null, null)]
    public void A_location_is_words_or_coordinates_or_both(string text, string words, string? latitude, string? longitude, int? accuracy)
    {
        var field = SampleFields.Of("location");
        var at = (Position)field.Type.FromText(field, text, SampleFields.Display(true))!;
        static string? Text(decimal? number) => number?.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((words, latitude, longitude, accuracy), (at.Words, Text(at.Latitude), Text(at.Longitude), at.Accuracy));
        Assert.Equal(at, field.Type.FromJson(field, JsonSerializer.SerializeToElement(new { latitude = at.Latitude, longitude = at.Longitude, accuracy = at.Accuracy, address = at.Words })));
        Assert.Empty(field.Type.Check(field, at));
    }

    [Theory]
    [InlineData("""{"latitude":31.2}""", "value.not_location")]
    [InlineData("""{"latitude":"31","longitude":120}""", "value.not_location")]
    [InlineData("[31, 120]", "value.not_location")]
    public void A_location_that_is_none_is_refused(string json, string code)
    {
        var field = SampleFields.Of("location");
        Assert.Equal(code, Assert.Throws<ValueError>(() => field.Type.FromJson(field, JsonDocument.Parse(json).RootElement)).Code);
    }

    [Fact]
    public void Coordinates_that_are_not_on_earth_are_told_with_their_order()
    {
        var field = SampleFields.Of("location");
        Assert.Equal("field.bad_location", Assert.Single(field.Type.Check(field, Position.Parse("120.58319, 31.29834")!)).Code);
    }
}
