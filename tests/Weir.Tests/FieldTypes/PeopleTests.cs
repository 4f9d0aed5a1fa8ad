using System.Text.Json;
using Weir.Engine.FieldTypes;
using Xunit;

namespace Weir.Tests.FieldTypes;

public class PeopleTests
{
    [Theory]
    [InlineData("李伟", 1L)]
    [InlineData("ann lee", 4L)]
    [InlineData("LIWEI@example.com", 1L)]
    [InlineData("张伟 <zw2@example.com>", 3L)]
    [InlineData("Anybody <ann@example.com>", 4L)]
    [InlineData("#99", 99L)]
    public void A_member_is_read_by_name_or_email(string text, long id)
    {
        var field = SampleFields.Of("member");
        Assert.Equal(id, field.Type.FromText(field, text, SampleFields.Display(true)));
    }

    [Theory]
    [InlineData("张伟", "member.ambiguous")]
    [InlineData("王五", "member.unknown")]
    [InlineData("李伟、张伟", "member.unknown")]
    public void A_name_that_is_nobodys_or_of_several_is_refused(string text, string code)
    {
        var field = SampleFields.Of("member");
        Assert.Equal(code, Assert.Throws<ValueError>(() => field.Type.FromText(field, text, SampleFields.Display(true))).Code);
    }

    [Fact]
    public void A_name_of_several_is_written_with_its_email()
    {
        var field = SampleFields.Of("members");
        Assert.Equal("李伟、张伟 <zw2@example.com>", field.Type.Text(field, new[] { 1L, 3L }, SampleFields.Display(true)));
    }

    [Fact]
    public async Task A_member_is_shown_with_the_first_letter_and_without_the_email()
    {
        var field = SampleFields.Of("member");
        var person = (await FieldMarkup.Render(field.Type.Cell(field, 3L, SampleFields.Display(true)))).QuerySelector(".w-person")!;
        Assert.Equal("张张伟", person.TextContent);
        Assert.Equal("张伟", person.GetAttribute("title"));
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    public void Ids_in_JSON_are_positive_whole_numbers(string json)
    {
        foreach (var type in new[] { "member", "department", "link", "members" })
        {
            var field = SampleFields.Of(type);
            Assert.Equal("value.not_id", Assert.Throws<ValueError>(() => field.Type.FromJson(field, JsonDocument.Parse(json).RootElement)).Code);
        }
    }

    [Fact]
    public void A_control_cannot_post_a_member_who_is_not_there()
    {
        var display = SampleFields.Display(true);
        foreach (var type in new[] { "member", "members", "department", "departments" })
        {
            var field = SampleFields.Of(type);
            Assert.Throws<ValueError>(() => field.Type.FromInput(field, ["", "99"], display));
        }
    }

    [Theory]
    [InlineData("销售部", 10L)]
    [InlineData("销售部/华东组", 11L)]
    [InlineData("服务部 > 华东组", 13L)]
    [InlineData("服务部／华东组", 13L)]
    public void A_department_is_read_by_name_or_path(string text, long id)
    {
        var field = SampleFields.Of("department");
        Assert.Equal(id, field.Type.FromText(field, text, SampleFields.Display(true)));
    }

    [Fact]
    public void A_department_name_of_several_asks_for_the_path()
    {
        var field = SampleFields.Of("department");
        var refused = Assert.Throws<ValueError>(() => field.Type.FromText(field, "华东组", SampleFields.Display(true)));
        Assert.Equal("department.ambiguous", refused.Code);
        Assert.Contains("销售部/华东组", refused.Words.Zh);
        Assert.Equal("服务部/华东组", field.Type.Text(field, 13L, SampleFields.Display(true)));
        Assert.Equal("department.unknown", Assert.Throws<ValueError>(() => field.Type.FromText(field, "华东组/销售部", SampleFields.Display(true))).Code);
    }
}
