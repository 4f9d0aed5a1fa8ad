using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Engine.Search;
using Xunit;

namespace Weir.Tests.Search;

public sealed class SearchPropertyTests
{
    // Few distinct characters, so that wrong hits have a chance to happen.
    private static readonly Gen<string> Chinese = Strings("华为技术中国重庆长单仇有限公司深圳", 1, 12);

    private static readonly Gen<string> Mixed = Gen.OneOf(Chinese, Strings("abchwjs", 1, 8), Strings("0123456789", 1, 11), Strings(" -,（）@.《", 1, 2))
        .ArrayOf(6).Select(string.Concat);

    private static readonly Gen<string> Hostile = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""),
        Strings("\"'*()~:^-+ \0\\%_;{}@.aZ9华\ud800\udc00\u0301\u200bßςİǅ①", 0, 60));

    [Fact]
    public void Every_part_of_a_Chinese_run_finds_the_text() =>
        Holds(Chinese.Zip(Mixed.Zip(Mixed)), parts =>
        {
            var (run, (before, after)) = parts;
            var tokens = SearchTokens.Index([($"{before} {run} {after}", SearchKind.Text)]);
            return Enumerable.Range(0, run.Length).All(start => Enumerable.Range(1, run.Length - start)
                .All(length => SearchTokens.Query(run.Substring(start, length)).Matches(tokens)));
        });

    [Fact]
    public void Every_beginning_of_a_word_finds_the_text() =>
        Holds(Mixed, text =>
        {
            var tokens = SearchTokens.Index([(text, SearchKind.Text)]);
            var words = text.Split(text.Where(c => !char.IsAsciiLetterOrDigit(c)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries);
            return words.All(word => Enumerable.Range(1, word.Length).All(length => SearchTokens.Query(word[..length]).Matches(tokens)));
        });

    [Fact]
    public void Every_text_is_found_by_itself_as_any_kind() =>
        Holds(Gen.OneOf(Mixed, Hostile), text => Enum.GetValues<SearchKind>()
            .All(kind => SearchTokens.Query(text).Matches(SearchTokens.Index([(text, kind)]))));

    [Fact]
    public void Two_characters_find_exactly_the_texts_that_contain_them() =>
        Holds(Strings("华为技术中国重庆", 2, 2).Zip(Mixed), pair =>
            SearchTokens.Query(pair.Item1).Matches(SearchTokens.Index([(pair.Item2, SearchKind.Name)]))
            == pair.Item2.Contains(pair.Item1, StringComparison.Ordinal));

    [Fact]
    public void Each_stretch_of_initials_finds_the_name() =>
        Holds(Chinese.Where(name => name.Length > 1), name =>
        {
            var tokens = SearchTokens.Index([(name, SearchKind.Name)]);
            return Pinyin.Initials(name).All(initials => Enumerable.Range(0, initials.Length - 1)
                .All(start => SearchTokens.Query(initials[start..Math.Min(initials.Length, start + 12)]).Matches(tokens)));
        });

    [Fact]
    public void Tokens_hold_only_letters_digits_and_a_leading_tilde() =>
        Holds(Hostile, text =>
        {
            var indexed = Enum.GetValues<SearchKind>().SelectMany(kind => SearchTokens.Index([(text, kind)]));
            var asked = SearchTokens.Query(text).All.SelectMany(clause => clause.Any).SelectMany(terms => terms).Select(term => term.Token);
            return indexed.Concat(asked).All(token => token.TrimStart('~').Length > 0 && token.LastIndexOf('~') <= 0
                && token.TrimStart('~').EnumerateRunes().All(IsPlain));
        });

    [Fact]
    public void Folding_twice_is_folding_once() =>
        Holds(Hostile, text => SearchText.Fold(SearchText.Fold(text)) == SearchText.Fold(text));

    private static Gen<string> Strings(string alphabet, int from, int to) =>
        Gen.Choose(from, to).SelectMany(length => Gen.Elements(alphabet.ToCharArray()).ArrayOf(length)).Select(chars => new string(chars));

    private static void Holds<T>(Gen<T> gen, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(gen.ToArbitrary(), property));

    private static bool IsPlain(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber;
}
