using System.Collections.Frozen;
using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes.Reading;

/// <summary>The options of a field, found by key or by label in either language.</summary>
internal sealed class Choices
{
    private const int LongestKey = 60;

    private readonly FrozenDictionary<string, Option> byKey;
    private readonly FrozenDictionary<string, Option> zh;
    private readonly FrozenDictionary<string, Option> en;

    private Choices(IReadOnlyList<Option> all)
    {
        All = all;
        byKey = all.ToFrozenDictionary(o => o.Key);
        zh = ByLabel(o => o.Label.Zh);
        en = ByLabel(o => o.Label.En);
    }

    public IReadOnlyList<Option> All { get; }

    /// <exception cref="DefinitionError">No options, twins, or a key that cannot be stored.</exception>
    public static Choices Of(Field field)
    {
        if (field.Settings.Text("optionSet") is { } set && !field.Form.App.OptionSets.ContainsKey(set))
            throw Setting.Wrong(field, "optionSet", ($"没有选项集“{set}”。", $"There is no option set '{set}'."));
        Setting.Read<Option[]>(field, "options");
        var options = field.Settings.Options();
        if (options.Count == 0) throw Setting.Wrong(field, "options", ("请至少给出一个选项。", "Give at least one option."));
        if (options.Any(o => string.IsNullOrEmpty(o?.Key) || string.IsNullOrWhiteSpace(o.Label?.Zh) || string.IsNullOrWhiteSpace(o.Label.En)))
            throw Setting.Wrong(field, "options", ("每个选项都要有代码和中英文名称。", "Every option needs a key and a label in both languages."));
        foreach (var option in options)
            if (option.Key.Trim() != option.Key || option.Key.Length is 0 or > LongestKey || NameList.HasSeparator(option.Key))
                throw Setting.Wrong(field, "options", ($"选项代码“{option.Key}”不能用：不能为空、过长，或含有逗号、竖线等分隔符。", $"The option key '{option.Key}' cannot be used: it is empty, too long, or holds a separator."));
        if (options.GroupBy(o => o.Key).FirstOrDefault(g => g.Count() > 1) is { } twin)
            throw Setting.Wrong(field, "options", ($"选项代码“{twin.Key}”重复。", $"Two options have the key '{twin.Key}'."));
        return new(options);
    }

    public Option? ByKey(string key) => byKey.GetValueOrDefault(key);

    /// <summary>Where an option stands in the list; what is not in it comes last.</summary>
    public int Place(string key)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Key == key) return i;
        return All.Count;
    }

    public string Label(string key, bool chinese) => ByKey(key)?.Label.In(chinese) ?? key;

    /// <summary>By label in the reader's language, then in the other, then by key.</summary>
    public bool Find(string text, bool chinese, out string key)
    {
        var name = Name(text);
        var found = (chinese ? zh : en).GetValueOrDefault(name) ?? (chinese ? en : zh).GetValueOrDefault(name) ?? ByKey(text);
        key = found?.Key ?? "";
        return found is not null;
    }

    public ValueError Unknown(string text)
    {
        var live = All.Where(o => !o.Retired).Take(8).ToList();
        var more = All.Count(o => !o.Retired) > live.Count ? "…" : "";
        return new("value.not_option", (
            $"没有选项“{text}”，可选：{string.Join("、", live.Select(o => o.Label.Zh))}{more}。",
            $"There is no option “{text}”; choose from {string.Join(", ", live.Select(o => o.Label.En))}{more}."));
    }

    /// <summary>What may be chosen now: not retired, left over by a rule; and what is chosen already.</summary>
    public IEnumerable<Option> Offered(InputState state, Func<string, bool> chosen) =>
        All.Where(o => chosen(o.Key) || !o.Retired && (state.Options is null || state.Options.Contains(o.Key)));

    /// <summary>Of two options with one label the live one is meant, then the first.</summary>
    private FrozenDictionary<string, Option> ByLabel(Func<Option, string> label) =>
        All.OrderBy(o => o.Retired).DistinctBy(o => Name(label(o))).ToFrozenDictionary(o => Name(label(o)));

    private static string Name(string text) => Typed.Folded(text);
}
