using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Exchange.Sheets.Xlsx;
using Xunit;

namespace Weir.Tests.Exchange.Sheets;

public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("yyyy-mm-dd", nameof(FormatMeaning.Date))]
    [InlineData("m/d/yy h:mm", nameof(FormatMeaning.Moment))]
    [InlineData("yyyy\"年\"m\"月\"d\"日\"", nameof(FormatMeaning.Date))]
    [InlineData("yyyy年m月d日 hh时mm分ss秒", nameof(FormatMeaning.Moment))]
    [InlineData("[$-804]yyyy\\年m\\月d\\日;@", nameof(FormatMeaning.Date))]
    [InlineData("[DBNum1][$-804]yyyy\"年\"m\"月\";@", nameof(FormatMeaning.Date))]
    [InlineData("[$-804]aaaa;@", nameof(FormatMeaning.Date))]
    [InlineData("上午/下午h\"时\"mm\"分\"", nameof(FormatMeaning.Time))]
    [InlineData("h:mm AM/PM", nameof(FormatMeaning.Time))]
    [InlineData("mm:ss.000", nameof(FormatMeaning.Time))]
    [InlineData("[h]:mm:ss", nameof(FormatMeaning.Elapsed))]
    [InlineData("mmm", nameof(FormatMeaning.Date))]
    [InlineData("General", nameof(FormatMeaning.Number))]
    [InlineData("G/通用格式", nameof(FormatMeaning.Number))]
    [InlineData("0.00E+00", nameof(FormatMeaning.Number))]
    [InlineData("#,##0.00\"days\"", nameof(FormatMeaning.Number))]
    [InlineData("[Red]-0.0", nameof(FormatMeaning.Number))]
    [InlineData("_-* #,##0_-;\\-* #,##0_-", nameof(FormatMeaning.Number))]
    [InlineData("\"unclosed", nameof(FormatMeaning.Number))]
    [InlineData("", nameof(FormatMeaning.Number))]
    public void Formats_tell_days_and_times_from_numbers(string code, string meaning) => Assert.Equal(meaning, NumberFormat.Parse(code).Meaning.ToString());

    [Theory]
    [InlineData(14, nameof(FormatMeaning.Date))]
    [InlineData(21, nameof(FormatMeaning.Time))]
    [InlineData(22, nameof(FormatMeaning.Moment))]
    [InlineData(31, nameof(FormatMeaning.Date))]
    [InlineData(33, nameof(FormatMeaning.Time))]
    [InlineData(46, nameof(FormatMeaning.Elapsed))]
    [InlineData(58, nameof(FormatMeaning.Date))]
    [InlineData(49, nameof(FormatMeaning.Number))]
    public void Formats_known_by_number_include_the_Chinese_ones(int id, string meaning) => Assert.Equal(meaning, NumberFormat.Known(id).Meaning.ToString());

    [Theory]
    [InlineData("General", "1234.5", "1234.5")]
    [InlineData("0", "1234.5", "1235")]
    [InlineData("0.00", "-0.004", "0.00")]
    [InlineData("00000", "123", "00123")]
    [InlineData("#,##0.00", "1234567.891", "1,234,567.89")]
    [InlineData("#,##0.00;(#,##0.00)", "-12.5", "(12.50)")]
    [InlineData("0;-0;\"-\"0", "0", "-0")]
    [InlineData("¥#,##0", "-1234", "-¥1,234")]
    [InlineData("[$€-407] 0.0", "2.25", "€ 2.3")]
    [InlineData("0.00%", "0.125", "12.50%")]
    [InlineData("0.##", "3.1", "3.1")]
    [InlineData("#,##0.0,\"千\"", "1234567", "1,234.6千")]
    [InlineData("000-0000-0000", "13800138000", "138-0013-8000")]
    [InlineData("0\"天\"", "3", "3天")]
    [InlineData("# ?/?", "0.5", "0.5")]
    [InlineData("0.00E+00", "1234", "1234")]
    [InlineData("[>100]0.0;0.000", "5", "5")]
    [InlineData("[h]:mm", "1.125", "27:00:00")]
    [InlineData("[h]:mm", "-0.5", "-12:00:00")]
    [InlineData("[h]:mm", "79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("0%", "79228162514264337593543950335", "79228162514264337593543950335")]
    public void Numbers_are_shown_as_their_cell_shows_them(string code, string number, string shown) =>
        Assert.Equal(shown, NumberFormat.Parse(code).Show(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Days_go_to_serial_numbers_and_back_to_the_millisecond()
    {
        for (var moment = DateSerial.FirstSafe; moment.Year < 2200; moment = moment.AddDays(97).AddMilliseconds(1_234_567))
            Assert.Equal(moment, DateSerial.Read(DateSerial.Write(moment), since1904: false));
    }

    [Fact]
    public void A_time_alone_lies_on_the_first_day() => Assert.Equal("08:30:15", SheetCell.OfMoment(DateSerial.ReadTime(0.354340277777778m)).Text);
}
