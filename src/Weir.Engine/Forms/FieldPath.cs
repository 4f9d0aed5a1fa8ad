namespace Weir.Engine.Forms;

/// <summary>A way from a form to a field: the field itself, or links followed to another form's field. Written <c>account.level</c>.</summary>
/// <param name="Via">The link fields followed, at most three; <c>parent</c> is not one of them.</param>
/// <param name="InLines">The last step goes into line items: there are many values.</param>
/// <param name="FromParent">In a line: the path starts at the record that holds the line.</param>
public sealed record FieldPath(IReadOnlyList<Field> Via, Field Field, bool InLines = false, bool FromParent = false)
{
    public const int LongestWay = 3;

    /// <summary>In machine keys.</summary>
    public string Text => (FromParent ? "parent." : "") + string.Concat(Via.Select(v => v.Key + ".")) + Field.Key;

    /// <summary>What stands for it where the values of several records become one: the amount at home in the place of one in the record's own currency.</summary>
    public FieldPath Together => Field.AtHome is { } home ? this with { Field = home } : this;

    /// <summary>Finds a path written in keys or labels; null when a step does not exist.</summary>
    public static FieldPath? Find(Form form, string path)
    {
        var steps = path.Split('.', StringSplitOptions.TrimEntries);
        if (steps.Length > LongestWay + 1 || steps.Any(s => s.Length == 0)) return null;
        var at = form;
        var first = 0;
        if (form.Parent is not null && steps is ["parent", _, ..])
        {
            at = form.Parent;
            first = 1;
        }
        var via = new List<Field>();
        for (var i = first; i < steps.Length - 1; i++)
        {
            if (ByKeyOrLabel(at, steps[i]) is not { } step) return null;
            via.Add(step);
            if (step.Lines is not null) return i == steps.Length - 2 && ByKeyOrLabel(step.Lines, steps[^1]) is { } column ? new(via, column, true, first == 1) : null;
            if (step.Type.LinkedForm(step) is not { } target || form.App.Find(target) is not { } next) return null;
            at = next;
        }
        return ByKeyOrLabel(at, steps[^1]) is { } field ? new(via, field, false, first == 1) : null;
    }

    /// <summary>The same for what is asked of a database, where a way may go on behind line items: <c>lines.product.category</c>.</summary>
    public static FieldPath? OfQuery(Form form, string path) => form.Path(path) is { } found ? found
        : path.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && form.Find(path[..dot]) is { Lines: { } of } lines && Find(of, path[(dot + 1)..]) is { InLines: false, FromParent: false } rest
            ? new([lines, .. rest.Via], rest.Field, true) : null;

    private static Field? ByKeyOrLabel(Form form, string name) =>
        form.Find(name) ?? form.Fields.FirstOrDefault(f => f.Label.Zh == name || string.Equals(f.Label.En, name, StringComparison.OrdinalIgnoreCase));
}
