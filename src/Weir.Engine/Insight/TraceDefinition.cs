using Weir.Engine.Forms;

namespace Weir.Engine.Insight;

/// <summary>The way that business takes through the forms, as data: from where it came to where it ends.</summary>
public sealed record TraceDefinition
{
    public required Words Label { get; init; }

    public required IReadOnlyList<TraceStepDefinition> Steps { get; init; }
}

/// <summary>One form on the way.</summary>
public sealed record TraceStepDefinition
{
    public required string Form { get; init; }

    /// <summary>Links of the form to forms before it, each of which says where a record comes from.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Said beside the title of a record.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];
}

/// <summary>A compiled way. Reads no record.</summary>
public sealed class Trace
{
    private Trace(Words label, IReadOnlyList<TraceForm> steps) => (Label, Steps) = (label, steps);

    public Words Label { get; }

    public IReadOnlyList<TraceForm> Steps { get; }

    /// <exception cref="FieldTypes.DefinitionError">Names what is wrong.</exception>
    internal static Trace Compile(Apps.App app, TraceDefinition given)
    {
        var steps = new List<TraceForm>();
        foreach (var step in given.Steps)
        {
            if (app.Find(step.Form) is not { } form) throw Wrong(step.Form);
            var from = step.From.Select(key => form.Find(key) is { } link && link.Type.LinkedForm(link) is { } to && steps.Any(s => s.Form.Key == to) ? link : throw Wrong($"{step.Form}.{key}")).ToList();
            steps.Add(new(form, from, [.. step.Facts.Select(f => form.Find(f) is { Column: not null } field ? field : throw Wrong($"{step.Form}.{f}"))]));
        }
        return new Trace(given.Label, steps);

        FieldTypes.DefinitionError Wrong(string what) => new($"{app.Key}.traces", "trace.unknown", ($"追踪里的“{what}”不对：没有这个表单、字段，或不是指向前面表单的关联。", $"'{what}' in a trace is no form, no field, or no link to a form before it."));
    }
}

/// <summary>One form of a compiled way.</summary>
public sealed record TraceForm(Form Form, IReadOnlyList<Field> From, IReadOnlyList<Field> Facts);
