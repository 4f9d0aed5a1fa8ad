using Weir.Engine.Access.SignIn;
using Xunit;

namespace Weir.Tests.Access.SignIn;

/// <summary>Hashing passwords, and which ones are refused.</summary>
public class PasswordCheckTests
{
    [Theory]
    [InlineData("12345678", "password.common")]
    [InlineData("woaini1314", "password.common")]
    [InlineData("WoAiNi1314", "password.common")]
    [InlineData("5201314520", "password.common")]
    [InlineData("a123456789", "password.common")]
    [InlineData("123456789a", "password.common")]
    [InlineData("P@ssw0rd", "password.common")]
    [InlineData("P@ssw0rd2026!", "password.common")]
    [InlineData("Admin@123", "password.common")]
    [InlineData("admin888!", "password.common")]
    [InlineData("zhangwei520", "password.common")]
    [InlineData("qwertyuiop", "password.common")]
    [InlineData("1qaz2wsx3edc", "password.common")]
    [InlineData("qazwsx123", "password.common")]
    [InlineData("aaaaaaaaaa", "password.common")]
    [InlineData("abcabcabcabc", "password.common")]
    [InlineData("19880808", "password.common")]
    [InlineData("888888zz", "password.common")]
    [InlineData("letmein2026", "password.common")]
    [InlineData("short7!", "password.short")]
    [InlineData("li.lei@example.com", "password.own")]
    [InlineData("LiLei-7788x", null)]
    [InlineData("Lei.Li!!", null)]
    [InlineData("13812345678", "password.own")]
    [InlineData("天王盖地虎宝塔镇河妖", null)]
    [InlineData("correct horse battery staple", null)]
    [InlineData("tq7mvkzx", null)]
    [InlineData("Green7Teapot", null)]
    public void What_others_guess_first_is_refused_and_nothing_else(string password, string? code) =>
        Assert.Equal(code, PasswordCheck.Refusal(password, "李雷", "li.lei@example.com", "+8613812345678", "河堰科技")?.Code);

    [Fact]
    public void Up_to_128_characters_may_be_used_and_none_is_cut_off()
    {
        var text = string.Concat(Enumerable.Range(0, 64).Select(i => $"{(char)('a' + i * 7 % 26)}{(char)('A' + i * 11 % 26)}"));
        Assert.Null(PasswordCheck.Refusal(text));
        Assert.Equal("password.long", PasswordCheck.Refusal(text + "x")?.Code);
    }

    [Fact]
    public async Task The_last_character_of_a_long_password_counts()
    {
        var check = new PasswordCheck(1000);
        var text = new string('x', 127) + "y";
        var hash = await check.Hash(text);
        Assert.Equal(PasswordVerdict.Right, await check.Verify(hash, text));
        Assert.Equal(PasswordVerdict.Wrong, await check.Verify(hash, text[..127] + "z"));
        Assert.Equal(PasswordVerdict.Wrong, await check.Verify(hash, text[..127]));
    }

    [Fact]
    public async Task A_hash_is_salted_and_costs_what_the_standard_asks()
    {
        var check = new PasswordCheck();
        var (one, two) = (await check.Hash("tq7mvkzx"), await check.Hash("tq7mvkzx"));
        Assert.NotEqual(one, two);
        var bytes = Convert.FromBase64String(one);
        Assert.Equal((1, 2u), (bytes[0], System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1))));
        Assert.True(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)) >= 210_000);
    }

    [Fact]
    public async Task A_cheaper_hash_is_right_but_old()
    {
        var hash = await new PasswordCheck(1000).Hash("tq7mvkzx");
        Assert.Equal(PasswordVerdict.RightButOld, await new PasswordCheck(2000).Verify(hash, "tq7mvkzx"));
    }

    [Fact]
    public async Task Without_a_hash_nothing_is_right_and_the_work_is_the_same()
    {
        var check = new PasswordCheck();
        var hash = await check.Hash("tq7mvkzx");
        Assert.Equal(PasswordVerdict.Wrong, await check.Verify(null, ""));
        Assert.Equal(PasswordVerdict.Wrong, await check.Verify(null, "tq7mvkzx"));
        // Whatever else the machine does slows both alike: they take turns, and the quickest runs are compared.
        var (with, without) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < 12; i++)
        {
            with = Math.Min(with, await Milliseconds(() => check.Verify(hash, "wrong password")));
            without = Math.Min(without, await Milliseconds(() => check.Verify(null, "wrong password")));
        }
        Assert.InRange(without / with, 0.4, 2.5);
    }

    private static async Task<double> Milliseconds(Func<Task> work)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }
}
