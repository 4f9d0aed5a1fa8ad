using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Reminders;

/// <summary>The reminder rules of a form, compiled and checked.</summary>
internal sealed class ReminderBook
{
    private ReminderBook(Form form, IReadOnlyList<Reminder> rules) => (Form, Rules) = (form, rules);

    public Form Form { get; }

    public IReadOnlyList<Reminder> Rules { get; }

    public Reminder? Find(string? key) => Rules.FirstOrDefault(r => r.Definition.Key == key);

    /// <exception cref="DefinitionError">Names the rule and what is wrong with it.</exception>
    public static ReminderBook Compile(Form form, ReminderSettings settings)
    {
        var hours = new DayHours(Time(form, settings.Quiet.From), Time(form, settings.Quiet.To), Time(form, settings.Work.From), Time(form, settings.Work.To));
        if (hours.WorkFrom >= hours.WorkTo) throw Wrong(form, "reminder.bad_hours", ("工作时间的开始应早于结束。", "Working hours must begin before they end."));
        if (settings.Rules.GroupBy(r => r.Key).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Wrong(form, "reminder.twice", ($"提醒规则“{twice.Key}”出现了两次。", $"The reminder '{twice.Key}' appears twice."));
        return new(form, [.. settings.Rules.Select(r => Reminder.Compile(form, r, r.Anytime ? hours with { QuietFrom = default, QuietTo = default } : hours))]);
    }

    internal static TimeOnly Time(Form form, string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? time : throw Wrong(form, "reminder.bad_time", ($"“{text}”不是时间，请写成 09:00。", $"'{text}' is not a time of day; write it like 09:00."));

    internal static DefinitionError Wrong(Form form, string code, Words words) => new($"{form.Key}.capabilities.{Reminders.KeyOf}", code, words);
}

/// <summary>One compiled rule.</summary>
/// <param name="Tokens">The fields which its words name.</param>
internal sealed partial record Reminder(
    ReminderDefinition Definition, Condition When, Field? Field, TimeOnly At, DayHours Hours, IReadOnlyList<Receiver> To, IReadOnlyList<(ReminderStep Step, IReadOnlyList<Receiver> To)> Steps, IReadOnlyList<Field> Tokens)
{
    public static Reminder Compile(Form form, ReminderDefinition d, DayHours hours)
    {
        if (d.To.Count == 0) throw Wrong("reminder.nobody", ($"提醒“{d.Label.Zh}”没有接收人。", $"The reminder '{d.Label.En}' has no receivers."));
        var to = d.To.Select(r => Receiver.Compile(form, r)).ToList();
        var field = d.Field is null ? null : form.Find(d.Field);
        if (d.On is null == (d.Field is null)) throw Wrong("reminder.when", ($"提醒“{d.Label.Zh}”要么按字段，要么按日历（on）。", $"The reminder '{d.Label.En}' needs either a field or days of the calendar (on)."));
        if (d.Field is not null && (field?.Column is null || field.Type.Kind(field) is not (ValueKind.Date or ValueKind.Moment)))
            throw Wrong("reminder.bad_field", ($"提醒“{d.Label.Zh}”需要日期或时间字段，“{d.Field}”不是。", $"The reminder '{d.Label.En}' needs a date or a moment; '{d.Field}' is none."));
        if (field is not null && d.Steps.Count == 0) throw Wrong("reminder.no_steps", ($"提醒“{d.Label.Zh}”没有时间。", $"The reminder '{d.Label.En}' has no steps."));
        foreach (var step in d.Steps) Check(step);
        return new(d, Condition.Compile(form, d.When), field, ReminderBook.Time(form, d.At), hours, to, [.. d.Steps.Select(s => (s, (IReadOnlyList<Receiver>)[.. to, .. s.Also.Select(r => Receiver.Compile(form, r))]))],
            d.Text is { } text ? [.. TokenPattern().Matches(text.Zh + text.En).Select(m => m.Groups[1].Value).Distinct().Select(Token)] : []);

        void Check(ReminderStep step)
        {
            int?[] counts = [step.Days, step.WorkDays, step.Hours, step.Minutes, step.WorkHours];
            if (counts.Count(c => c is not null) != 1 || counts.Any(c => c is < -5000 or > 50000) || step.WorkHours is <= 0 or > 200 || step.WorkDays is < -60 or > 60)
                throw Wrong("reminder.bad_step", ($"提醒“{d.Label.Zh}”的时间不对：请写一个 days、workDays、hours、minutes 或 workHours。", $"A step of '{d.Label.En}' is not valid: give one of days, workDays, hours, minutes or workHours."));
            if (step.Every is < 1 || step.Every is not null && step.Days is null)
                throw Wrong("reminder.bad_every", ($"提醒“{d.Label.Zh}”的重复需要天数。", $"What repeats in '{d.Label.En}' must count days."));
            if (field!.Type.Kind(field) == ValueKind.Date && step.Days is null && step.WorkDays is null)
                throw Wrong("reminder.bad_step", ($"“{field.Label.Zh}”只有日期，请用 days 或 workDays。", $"'{field.Label.En}' is a date; use days or workDays."));
        }

        Field Token(string key) => form.Find(key) is { Column: not null } found && found.Type.LinkedForm(found) is null
            ? found : throw Wrong("reminder.bad_token", ($"提醒文字中的“{{{key}}}”不是可显示的字段。", $"'{{{key}}}' in the words of a reminder is not a field that can be shown."));

        DefinitionError Wrong(string code, Words words) => ReminderBook.Wrong(form, code, words);
    }

    /// <summary>The words for one record, each token replaced.</summary>
    public Words Say(Func<Field, string?> value)
    {
        var text = Definition.Text ?? Definition.Label;
        return (Fill(text.Zh), Fill(text.En));

        string Fill(string words) => TokenPattern().Replace(words, m => Tokens.FirstOrDefault(t => t.Key == m.Groups[1].Value) is { } field && value(field) is { Length: > 0 } found ? found : "—");
    }

    [GeneratedRegex(@"\{([a-z][a-z0-9_]*)\}")]
    private static partial Regex TokenPattern();
}
