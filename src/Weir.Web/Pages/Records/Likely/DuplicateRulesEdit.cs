using Weir.Engine.Capabilities.Duplicates;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Likely;

/// <summary>The keys of duplicates as they were typed, and the values that they are tried with. Publishes nothing.</summary>
internal static class DuplicateRulesEdit
{
    public static DuplicatesDefinition Read(PostedSettings posted, DuplicatesDefinition before)
    {
        var settings = before with
        {
            Keys = posted.Arranged("key", [.. Enumerable.Range(0, posted.Rows("keys")).Select(i => Key(posted, i))], () => new KeyDefinition { Fields = [] }),
            Stays = posted.OwnWhen("stays"),
        };
        if (posted.Verb is [] or ["try"]) Check(posted, settings);
        return settings;
    }

    private static KeyDefinition Key(PostedSettings posted, int i)
    {
        var (form, name) = (posted.Visit.Form, $"key{i}");
        var fields = posted.Many(name + ".more").Where(k => k != posted.Text(name + ".first")).Prepend(posted.Text(name + ".first")).Where(k => k.Length > 0 && form.Find(k) is not null).ToList();
        var usual = posted.Choice(name + ".reaction", Reaction.Refuse);
        // Another form is named once; what is chosen anew begins without its fields.
        var rows = posted.Arranged($"also{i}", [.. Enumerable.Range(0, posted.Rows(name + ".alsos")).Select(j => (Form: posted.Text($"{name}.also{j}.form"), Fields: Also(posted, $"{name}.also{j}", fields)))], () => ("", []));
        return new()
        {
            Fields = fields, Like = posted.Ticked(name + ".like"), Reaction = usual,
            Also = rows.DistinctBy(r => r.Form).ToDictionary(r => r.Form, r => r.Fields),
            Reactions = Enum.GetValues<Channel>().Select(c => (Channel: c, On: posted.Choice($"{name}.on.{c}", usual))).Where(r => r.On != usual).ToDictionary(r => r.Channel, r => r.On),
        };
    }

    private static IReadOnlyList<string> Also(PostedSettings posted, string name, IReadOnlyList<string> fields) =>
        posted.Text(name + ".before") == posted.Text(name + ".form") ? [.. fields.Select(f => posted.Text($"{name}.{f}"))] : [];

    private static void Check(PostedSettings posted, DuplicatesDefinition settings)
    {
        var form = posted.Visit.Form;
        var marked = new HashSet<int>();
        for (var i = 0; i < settings.Keys.Count; i++)
        {
            var (key, name) = (settings.Keys[i], $"key{i}");
            var number = i + 1;
            if (key.Fields.Count == 0) Refuse(i, ".first", "duplicates.no_fields", ($"第 {number} 条查重规则：请选择字段。", $"Rule {number}: choose a field."));
            else if (key.Like && !DuplicateTrials.Sounds(form[key.Fields[0]])) Refuse(i, ".like", "duplicates.no_name", ($"第 {number} 条查重规则：只有公司名称能按相近比较。", $"Rule {number}: only the name of a company can be compared by similarity."));
            if (key.Like && Enum.GetValues<Channel>().Select(c => key.Reactions.GetValueOrDefault(c, key.Reaction)).Any(r => r is not (Reaction.Allow or Reaction.Warn)))
                Refuse(i, ".on", "duplicates.like_bars", ($"第 {number} 条查重规则：名称相近不一定是同一个，只能提示或允许。", $"Rule {number}: a similar name may be another company, so it can only be asked about or allowed."));
            foreach (var (also, j) in key.Also.Select((a, j) => (a, j)))
                if (also.Key.Length == 0 || also.Value.Count != key.Fields.Count || also.Value.Any(f => f.Length == 0))
                    Refuse(i, $".also{j}.form", "duplicates.also_fields", ($"第 {number} 条查重规则：请为另一个表单选择每个对应的字段。", $"Rule {number}: choose the fields of the other form, one for each."));
        }
        foreach (var (at, code, words) in DuplicateTrials.Faults(form, settings).Where(f => !marked.Contains(f.Key)).ToList()) Refuse(at, ".first", code, words);

        void Refuse(int at, string part, string code, Words words)
        {
            marked.Add(at);
            posted.Refuse($"key{at}{part}", code, words);
        }
    }

    /// <summary>A record with what was typed into the trial; nobody saves it.</summary>
    public static Record Typed(PostedSettings posted, DuplicatesDefinition settings)
    {
        var record = new Record(posted.Visit.Form);
        foreach (var field in Asked(posted.Visit.Form, settings))
            if (posted.Value(field, Name(field)) is { } value) record[field] = value;
        return record;
    }

    public static string Name(Field field) => "t." + field.Key;

    /// <summary>The fields that a trial asks for: those of the keys, once each.</summary>
    public static IEnumerable<Field> Asked(Form form, DuplicatesDefinition settings) => settings.Keys.SelectMany(k => k.Fields).Distinct().Select(form.Find).OfType<Field>();

    /// <summary>What can be chosen on a channel; what a definition chose otherwise stays a choice.</summary>
    public static IEnumerable<Reaction> Choices(DuplicatesDefinition settings, Channel channel, Reaction present) => Enum.GetValues<Reaction>().Where(r => r == present || r switch
    {
        Reaction.Warn => channel == Channel.Manual,
        Reaction.Touch => channel != Channel.Import && settings.Touch is not null,
        Reaction.Merge => channel != Channel.Import,
        _ => true,
    });

    public static Words Of(Channel channel) => channel switch
    {
        Channel.Manual => ("手工录入", "By hand"),
        Channel.Import => ("导入", "Import"),
        Channel.Form => ("网页表单", "Web form"),
        Channel.Api => ("接口", "API"),
        _ => ("转化等动作", "Conversion and other actions"),
    };

    public static Words Of(Reaction reaction) => reaction switch
    {
        Reaction.Allow => ("允许", "Allow"),
        Reaction.Warn => ("提示，确认后允许", "Ask, then allow"),
        Reaction.Refuse => ("拒绝", "Refuse"),
        Reaction.Touch => ("只在已有记录上加触点", "Add a touch to the record that is there"),
        _ => ("补全已有记录", "Fill in the record that is there"),
    };
}
