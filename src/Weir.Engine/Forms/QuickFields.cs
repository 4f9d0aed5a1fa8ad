namespace Weir.Engine.Forms;

/// <summary>With which few fields a record is begun in a hurry. Whether somebody may fill them in is asked elsewhere.</summary>
public static class QuickFields
{
    /// <summary>Null when a record of the form is begun whole.</summary>
    public static IReadOnlyList<Field>? Of(Form form)
    {
        if (form.Definition.Quick.Count > 0) return [.. form.Definition.Quick.Select(form.Find).OfType<Field>().Where(f => !f.Definition.Retired)];
        if (form.IsQuestion || form.LineFields.Any(f => f.Editable)) return null;
        return [.. form.Live.Where(f => f.Editable && (f == form.Title || f.Definition is { Required: true, Default: null } || FieldMeaning.Of(f) is Meaning.Mobile or Meaning.Phone))];
    }
}
