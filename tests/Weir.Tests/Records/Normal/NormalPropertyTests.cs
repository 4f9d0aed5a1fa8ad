using FsCheck;
using FsCheck.Fluent;
using Weir.Engine.Records;
using Xunit;

namespace Weir.Tests.Records.Normal;

public sealed class NormalPropertyTests
{
    private static readonly Gen<string> Names = Parts(
        "有限公司", "有限责任公司", "股份", "集团", "苏州", "江苏", "南京市", "（", "）", "(", ")", " ", "·", "恒力", "机电", "中国", "Co.", "Ltd", "GmbH", "&", ",",
        "B.V.", "Ａ", "ß", "ς", "´", "\u0301", "\ud800", "🏭", "+", "鼓楼区", "县", "-");

    private static readonly Gen<string> Phones = Parts(
        "0", "00", "86", "+", "1", "138", "12345520", "0512", "66668888", "-", " ", "(", ")", "转", "x", "#", "ext.", "801", "/", "９", "a", "٣");

    private static readonly Gen<string> Mails = Parts(
        "a", "Z", "@", "＠", ".", "。", "<", ">", " ", "mailto:", "MAILTO:", "İ", "例", "-", "+", "\u200b", "\ud800", "1", ",");

    public static TheoryData<string> Functions => new("key", "company", "fuzzy", "phone", "email", "credit");

    [Theory]
    [MemberData(nameof(Functions))]
    public void Normalising_twice_is_normalising_once(string function)
    {
        var (normalise, own) = Pick(function);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(Gen.OneOf(own, ArbMap.Default.GeneratorFor<string>()).ToArbitrary(), text => normalise(normalise(text)) == normalise(text)));
    }

    [Fact]
    public void The_fuzzy_key_is_the_same_for_names_with_the_same_exact_key() =>
        Holds(Names, name => CompanyName.FuzzyKey(name.Replace('（', '(').Replace('）', ')').ToUpperInvariant()) == CompanyName.FuzzyKey(name));

    [Fact]
    public void The_fuzzy_key_is_empty_only_for_names_of_nothing() =>
        Holds(Names, name => CompanyName.FuzzyKey(name).Length > 0 || CompanyName.Key(name).Length == 0);

    [Fact]
    public void A_normal_number_is_digits_with_at_most_one_extension() =>
        Holds(Phones, text => PhoneNumber.Normalize(text).Split('x') is { Length: <= 2 } parts && parts.All(p => p.All(char.IsAsciiDigit)));

    [Fact]
    public void A_mask_never_shows_a_whole_number() =>
        Holds(Phones, text => PhoneNumber.Normalize(text).Split('x')[0] is var main
            && (main.Length == 0 || !PhoneNumber.Mask(text).Replace(" ", "", StringComparison.Ordinal).Contains(main, StringComparison.Ordinal)));

    [Fact]
    public void Checks_and_masks_never_fail() =>
        Holds(Gen.OneOf(Phones, Mails, Names, ArbMap.Default.GeneratorFor<string>()), text =>
        {
            _ = (PhoneNumber.IsPlausible(text), EmailAddress.IsPlausible(text), CreditCode.IsValid(text));
            return PhoneNumber.Mask(text) is not null && EmailAddress.Mask(text) is not null;
        });

    private static (Func<string?, string> Normalise, Gen<string> Own) Pick(string function) => function switch
    {
        "key" => (NormalText.Key, Names),
        "company" => (CompanyName.Key, Names),
        "fuzzy" => (CompanyName.FuzzyKey, Names),
        "phone" => (PhoneNumber.Normalize, Phones),
        "email" => (EmailAddress.Normalize, Mails),
        _ => (CreditCode.Normalize, Names),
    };

    private static Gen<string> Parts(params string[] parts) =>
        Gen.Choose(0, 8).SelectMany(count => Gen.Elements(parts).ArrayOf(count)).Select(string.Concat);

    private static void Holds(Gen<string> gen, Func<string, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(gen.ToArbitrary(), property));
}
