using Xunit;

namespace Weir.Tests.Web.Walks;

/// <summary>The reader of the walks is not blind: what it is there to find, it finds.</summary>
public sealed class TongueTests
{
    [Theory]
    [InlineData(false, "<p>保存</p>", "Chinese: 保存")]
    [InlineData(false, "<p><input placeholder='搜索'></p>", "Chinese: 搜索")]
    [InlineData(true, "<p>Nothing fits the filter.</p>", "English: Nothing fits the filter.")]
    [InlineData(true, "<button title='Save'></button>", "English: Save")]
    [InlineData(true, "<p>company_name</p>", "key 'company_name' in: company_name")]
    [InlineData(true, "<p>还有 {0} 条</p>", "key '{0}' in: 还有 {0} 条")]
    [InlineData(true, "<button><svg></svg></button>", "no name: <button><svg></svg></button>")]
    [InlineData(false, "<h1> </h1>", "no name: <h1> </h1>")]
    public void What_is_wrong_with_a_page_is_found(bool chinese, string html, string fault) => Assert.Equal([fault], new Tongue(chinese, () => []).Faults(Page(html)));

    [Theory]
    [InlineData(false, "<p>Save</p><p>王岚</p><span class='w-avatar'>王</span><p>样例 company_name 4</p><p lang='zh-CN'>中文</p>")]
    [InlineData(true, "<p>保存</p><p>Excel (.xlsx)</p><p>New thing <4></p><p>已用 Excel 导入 3 条</p><a href='/x' aria-label='返回'></a>")]
    public void What_people_typed_and_what_is_the_same_everywhere_is_not_held_against_a_page(bool chinese, string html) => Assert.Empty(new Tongue(chinese, () => ["王岚"]).Faults(Page(html)));

    private static Reply Page(string html) => new(200, html.Replace("<4>", "&lt;4&gt;", StringComparison.Ordinal), null, new Dictionary<string, string> { ["Content-Type"] = "text/html" });
}
