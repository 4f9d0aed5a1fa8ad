using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Timeline;

/// <summary>A form whose records stand in the streams of others, compiled: its fields by what they say there. Reads nothing.</summary>
public sealed class TimelineSource
{
    public required Form Form { get; init; }

    public required Field At { get; init; }

    public required Field Text { get; init; }

    public required IReadOnlyList<Field> By { get; init; }

    public Field? Kind { get; private init; }

    public Field? Result { get; private init; }

    public Field? With { get; private init; }

    public Field? Next { get; private init; }

    public Field? Plan { get; private init; }

    public Field? Files { get; private init; }

    public Field? Place { get; private init; }

    /// <summary>Options of <see cref="Kind"/> with which the place is asked for; all when empty.</summary>
    public IReadOnlyList<string> Placed { get; private init; } = [];

    /// <summary>By option of <see cref="Kind"/> the name of an icon.</summary>
    public required IReadOnlyDictionary<string, string> Icons { get; init; }

    /// <summary>Key of the action that writes one from the page of another record; null when there is none.</summary>
    public string? Action { get; private init; }

    /// <summary>All fields that a stream shows.</summary>
    public IReadOnlyList<Field> Shown => [.. new[] { At, Text, Kind, Result, With, Next, Plan, Files, Place }.OfType<Field>().Concat(By).Concat([Form[SystemFields.Owner], Form[SystemFields.CreatedBy]]).Distinct()];

    /// <summary>The links by which records of another form have these in their streams.</summary>
    public IEnumerable<Field> Links(Form form) => By.Where(f => f.Type.CanName(f, form.Key));

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    internal static TimelineSource Compile(Form form, TimelineSettings settings)
    {
        var at = Named(settings.At);
        if (at.Type.Kind(at) != ValueKind.Moment) throw Wrong("timeline.no_moment", ($"“{at.Label.Zh}”不是日期时间。", $"'{at.Label.En}' is not a date and time."));
        var by = settings.By.Select(Named).ToList();
        if (by.Count == 0 || by.FirstOrDefault(f => f.Type.Kind(f) != ValueKind.Reference) is not null) throw Wrong("timeline.no_link", ("时间线至少要有一个关联字段，且只能是单条关联。", "A timeline needs at least one link, and each names one record."));
        foreach (var key in new[] { settings.Kind, settings.Result }.OfType<string>())
            if (Named(key) is var field && field.Type.Kind(field) != ValueKind.Choice) throw Wrong("timeline.no_choice", ($"“{field.Label.Zh}”不是单选。", $"'{field.Label.En}' is not a choice."));
        if (settings.Placed.FirstOrDefault(o => settings.Kind is null || Named(settings.Kind) is var kinds && kinds.Type.Options(kinds).All(k => k.Key != o)) is { } unknown)
            throw Wrong("timeline.no_option", ($"没有选项“{unknown}”。", $"There is no option '{unknown}'."));
        return new()
        {
            Form = form, At = at, By = by, Text = Named(settings.Text), Kind = Perhaps(settings.Kind), Result = Perhaps(settings.Result), With = Perhaps(settings.With),
            Next = Perhaps(settings.Next), Plan = Perhaps(settings.Plan), Files = Perhaps(settings.Files), Place = Perhaps(settings.Place), Placed = settings.Placed, Icons = settings.Icons, Action = settings.Action,
        };

        Field Named(string key) => form.Find(key) is { Column: not null } field ? field : throw Wrong("timeline.no_field", ($"没有字段“{key}”。", $"There is no field '{key}'."));
        Field? Perhaps(string? key) => key is null ? null : Named(key);
        DefinitionError Wrong(string code, Words words) => new($"{form.Key}.capabilities.{Timeline.KeyOf}", code, words);
    }
}
