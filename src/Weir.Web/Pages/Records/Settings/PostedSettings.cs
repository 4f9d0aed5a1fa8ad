using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Records.Settings;

/// <summary>What was typed into a page of settings, in the types that settings have; what cannot be read is noted with its field. Changes nothing.</summary>
internal sealed class PostedSettings(FormVisit visit, IFormCollection posted)
{
    public const int MostRows = 60;
    private const int LongestLabel = 40;

    private readonly List<FieldError> wrong = [];

    public FormVisit Visit => visit;

    /// <summary>What the pressed button asks for and where, such as <c>rule.remove 2</c>; empty to publish.</summary>
    public IReadOnlyList<string> Verb { get; } = posted["do"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public int Seen => int.TryParse(posted["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;

    public string Text(string name) => posted[name].ToString().Trim();

    public bool Ticked(string name) => posted[name] == "yes";

    public IReadOnlyList<string> Many(string name) => [.. posted[name].OfType<string>().Where(v => v.Length > 0).Distinct()];

    /// <summary>How many rows a list had on the page.</summary>
    public int Rows(string name) => int.TryParse(posted[name], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, MostRows) : 0;

    /// <summary>The place that the verb names, for verbs of one list.</summary>
    public int? At(string verb, int position = 1) =>
        Verb.Count > position && Verb[0] == verb && int.TryParse(Verb[position], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null;

    public int Number(string name, int least, int most) => NumberOrNone(name, least, most) ?? 0;

    public int? NumberOrNone(string name, int least, int most)
    {
        if (Text(name) is not { Length: > 0 } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Refuse(name, "settings.number", ($"请填写 {least} 到 {most} 之间的整数。", $"Enter a whole number from {least} to {most}."));
        return null;
    }

    public decimal? DecimalOrNone(string name, decimal least, decimal most)
    {
        if (Text(name) is not { Length: > 0 } text) return null;
        if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Refuse(name, "settings.number", (FormattableString.Invariant($"请填写 {least} 到 {most} 之间的数字。"), FormattableString.Invariant($"Enter a number from {least} to {most}.")));
        return null;
    }

    public decimal Decimal(string name, decimal least, decimal most)
    {
        if (Text(name).Length == 0) Refuse(name, "settings.number", ("请填写数字。", "Enter a number."));
        return DecimalOrNone(name, least, most) ?? 0;
    }

    public decimal Weight(string name)
    {
        if (decimal.TryParse(Text(name), NumberStyles.Number, CultureInfo.InvariantCulture, out var weight) && weight is >= 0 and <= 1000) return weight;
        Refuse(name, "settings.number", ("请填写 0 到 1000 之间的数字。", "Enter a number from 0 to 1,000."));
        return 1;
    }

    /// <summary>Numbers with commas or spaces between.</summary>
    public IReadOnlyList<int> Numbers(string name, int least, int most)
    {
        var numbers = new List<int>();
        foreach (var part in Text(name).Split([',', '，', '、', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) numbers.Add(number);
            else Refuse(name, "settings.number", ($"“{part}”应是 {least} 到 {most} 之间的整数，多个用逗号隔开，例如 7, 3, 1。", $"'{part}' should be a whole number from {least} to {most}, several with commas between, such as 7, 3, 1."));
        }
        return [.. numbers.Distinct().OrderDescending()];
    }

    /// <summary>The condition of a builder on fields of the form itself; null for none.</summary>
    public ConditionDefinition? OwnWhen(string name)
    {
        var when = When(name);
        if (!FilterWords.Leaves(when).Any(l => visit.Form.Path(l.Field ?? "") is { Via.Count: > 0 })) return when;
        Refuse(name, "settings.own_fields", ("这里只能看本表单的字段。", "Only fields of the form itself can be asked for here."));
        return when;
    }

    /// <summary>The condition of a builder; null for none.</summary>
    /// <param name="on">The form whose records meet it, where it is another.</param>
    public ConditionDefinition? When(string name, FormVisit? on = null)
    {
        if (Text(name) is not { Length: > 0 } text) return null;
        if (FilterText.Read(on ?? visit, text) is { } read) return FilterText.Write(read.Proper) is null ? null : read.Proper;
        Refuse(name, "settings.condition", ("条件不完整，请补全或删除这一行。", "The condition is not complete; finish or remove the row."));
        return null;
    }

    /// <summary>What was typed into the control of a field.</summary>
    public object? Value(Field field, string name)
    {
        try
        {
            return field.Type.FromInput(field, [.. posted[name].OfType<string>()], visit.Display);
        }
        catch (ValueError wrong)
        {
            Refuse(name, wrong.Code, wrong.Words);
            return null;
        }
    }

    public MemberSet Who(string name) => new()
    {
        Roles = Many(name + ".role"), Departments = Many(name + ".department"), Heads = Ticked(name + ".heads"), Within = Many(name + ".within"),
        Members = [.. Many(name + ".member").Select(m => long.TryParse(m, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(visit.Actor.Directory.Members.ContainsKey)],
    };

    public Words Label(string name, int most = LongestLabel)
    {
        var (zh, en) = (Text(name + ".zh"), Text(name + ".en"));
        if (zh.Length == 0) zh = en;
        if (en.Length == 0) en = zh;
        if (zh.Length == 0) Refuse(name + ".zh", "settings.label", ("请填写名称。", "Enter a name."));
        else if (Math.Max(zh.Length, en.Length) > most) Refuse(name + ".zh", "settings.label", ($"名称最多 {most} 个字。", $"A name has at most {most} characters."));
        return (zh, en);
    }

    public T Choice<T>(string name, T otherwise) where T : struct, Enum => Enum.TryParse<T>(Text(name), out var value) && Enum.IsDefined(value) ? value : otherwise;

    public DateOnly? Day(string name)
    {
        if (DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Refuse(name, "date.unreadable", ("日期请写成 2026-11-29。", "Write the date like 2026-11-29."));
        return null;
    }

    public TimeOnly? Time(string name)
    {
        if (TimeOnly.TryParseExact(Text(name), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        Refuse(name, "time.unreadable", ("时间请写成 09:00。", "Write the time like 09:00."));
        return null;
    }

    public void Refuse(string name, string code, Words words) => wrong.Add(new(name, code, words));

    /// <exception cref="ProblemException">Invalid, when something could not be read.</exception>
    public void Demand()
    {
        if (wrong.Count > 0) throw Problem.Invalid("settings.invalid", ("有内容需要修改。", "Some entries need your attention."), wrong).Exception();
    }

    /// <summary>A list with one more, one less, or two of them changed in their order, as the verb says.</summary>
    public IReadOnlyList<T> Arranged<T>(string list, IReadOnlyList<T> present, Func<T>? fresh = null)
    {
        var all = present.ToList();
        if (Verb is [var add] && add == list + ".add" && fresh is not null && all.Count < MostRows) all.Add(fresh());
        if (At(list + ".remove") is { } gone && gone < all.Count) all.RemoveAt(gone);
        if (At(list + ".up") is { } up && up > 0 && up < all.Count) (all[up - 1], all[up]) = (all[up], all[up - 1]);
        if (At(list + ".down") is { } down && down < all.Count - 1) (all[down + 1], all[down]) = (all[down], all[down + 1]);
        return all;
    }
}
