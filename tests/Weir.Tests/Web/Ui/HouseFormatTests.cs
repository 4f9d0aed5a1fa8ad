using Weir.Web.Ui;
using Xunit;

namespace Weir.Tests.Web.Ui;

public class HouseFormatTests
{
    private static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0);

    [Theory]
    [InlineData(900_000, "90.00万", "900K")]
    [InlineData(120_000_000, "1.20亿", "120M")]
    [InlineData(99_999_999, "1.00亿", "100M")]
    [InlineData(9_999, "9,999", "10K")]
    [InlineData(-15_500, "-1.55万", "-15.5K")]
    [InlineData(0, "0", "0")]
    public void Cards_show_amounts_short(int amount, string chinese, string english)
    {
        Assert.Equal(chinese, Figures.Short(amount, true));
        Assert.Equal(english, Figures.Short(amount, false));
    }

    [Fact]
    public void Documents_show_amounts_to_the_cent_half_away_from_zero()
    {
        Assert.Equal("900,000.00", Figures.Exact(900_000m));
        Assert.Equal("0.13", Figures.Exact(0.125m));
        Assert.Equal("-0.13", Figures.Exact(-0.125m));
        Assert.Equal("66.67%", Figures.Percent(2m / 3));
        Assert.Equal("70%", Figures.Percent(0.7m, 0));
    }

    [Theory]
    [InlineData("2026-11-22", "今天", "today")]
    [InlineData("2026-11-23", "明天", "tomorrow")]
    [InlineData("2026-11-16", "6 天前", "6 days ago")]
    [InlineData("2026-11-29", "7 天后", "in 7 days")]
    [InlineData("2026-11-10", "11-10", "Nov 10")]
    [InlineData("2027-01-03", "2027-01-03", "Jan 3, 2027")]
    public void Days_are_relative_within_a_week(string day, string chinese, string english)
    {
        var today = DateOnly.FromDateTime(Now);
        Assert.Equal(chinese, Dates.Relative(DateOnly.Parse(day), today, true));
        Assert.Equal(english, Dates.Relative(DateOnly.Parse(day), today, false));
    }

    [Fact]
    public void Moments_name_the_day_and_the_hour()
    {
        Assert.Equal("今天 10:42", Dates.Moment(Now.Date.AddHours(10).AddMinutes(42), Now, true));
        Assert.Equal("yesterday 16:08", Dates.Moment(Now.Date.AddDays(-1).AddHours(16).AddMinutes(8), Now, false));
        Assert.Equal("11-20 17:30", Dates.Moment(new(2026, 11, 20, 17, 30, 0), Now, true));
        Assert.Equal("3 分钟前", Dates.Ago(Now.AddMinutes(-3), Now, true));
        Assert.Equal("2 h ago", Dates.Ago(Now.AddHours(-2), Now, false));
        Assert.Equal("昨天", Dates.Ago(Now.AddHours(-13), Now, true));
    }
}
