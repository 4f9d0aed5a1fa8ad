using System.Collections.Frozen;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Apps;

/// <summary>Finds names in a compiled form that lead nowhere: title, sections, facts, views, settings, links, roll-ups.</summary>
internal static class DefinitionCheck
{
    /// <summary>What stands in some address where the key of a form stands: such a form could not be reached, or would hide a page. Words that follow the form are
    /// among them where both together would read like another page, as are a few that pages to come will need.</summary>
    internal static readonly FrozenSet<string> Taken = FrozenSet.ToFrozenSet(
    [
        "admin", "api", "approvals", "bin", "bulk", "cell", "dashboards", "design", "edit", "export", "files", "forms", "history", "home", "import", "new", "notifications", "pick", "recalculate", "reports", "search",
        "settings", "stickies", "versions", "views",
    ]);

    /// <summary>For forms that are new: one that was published before this was asked keeps its key, so that its app still opens.</summary>
    public static void Key(string key, List<DefinitionError> errors)
    {
        if (Taken.Contains(key)) errors.Add(AppBuilder.Wrong(key, "form.key_taken", ($"表单代码不能用“{key}”，网页地址里已有同名的部分，请换一个。", $"A form cannot have the key '{key}', which addresses of pages use; choose another one.")));
    }

    private const int MostTogether = 16;

    public static void Form(Form form, List<DefinitionError> errors)
    {
        if (form.No is < 1 or > 1023) Add(form.Key, "form.bad_no", ("表单编号应在 1 到 1023 之间。", "The form number must be 1 to 1,023."));
        if (form.Find(form.Definition.Title)?.Column is null) Add(form.Key, "form.no_title", ("没有可作标题的字段。", "The title names no stored field."));
        foreach (var key in form.Definition.Facts.Concat(form.Definition.Sections.SelectMany(s => s.Fields))) Named(key);
        foreach (var key in form.Definition.Quick)
            if (form.Find(key) is not { System: false }) Add($"{form.Key}.quick.{key}", "field.unknown", ("没有这个字段。", "There is no such field."));
        foreach (var together in form.Definition.Indexes)
        {
            if (together.Count is 0 or > MostTogether || together.Distinct().Count() < together.Count) Add($"{form.Key}.indexes", "index.bad", ($"一个索引应有 1 到 {MostTogether} 个不同的字段。", $"An index has one to {MostTogether} different fields."));
            foreach (var key in together)
                if (form.Find(key) is not { Column: not null, System: false }) Add($"{form.Key}.indexes.{key}", "field.unknown", ("没有这个字段。", "There is no such field."));
        }
        foreach (var print in form.Definition.Prints)
            foreach (var path in print.Fields.Concat(print.Sums).Concat(print.Texts).Concat(print.Prices).Concat(print.Lines is null ? print.Columns : print.Columns.Select(c => $"{print.Lines}.{c}").Append(print.Lines)))
                Named(path);
        foreach (var view in form.Definition.Views)
            foreach (var path in view.Columns.Select(c => c.Field).Concat(view.Sort.Select(s => s.Field)).Concat(view.Footers.Keys))
                Named(path);
        foreach (var field in form.Fields.Concat(form.LineFields.SelectMany(l => l.Lines!.Fields)))
        {
            foreach (var setting in field.Type.UnknownSettings(field.Definition))
                Add($"{field}.{setting}", "field.unknown_setting", ($"字段类型“{field.Type.Label.Zh}”没有设置“{setting}”。", $"The field type '{field.Type.Label.En}' has no setting '{setting}'."));
            if (field.Type.LinkedForm(field) is { } target && form.App.Find(target) is null) Add(field.ToString(), "field.no_form", ($"没有表单“{target}”。", $"There is no form '{target}'."));
            if (field.Type.RollupOf(field) is { } rollup) Points(field, rollup.Form, rollup.By, rollup.Lines is null ? rollup.Field : rollup.Lines);
            if (field.Type.RelatedOf(field) is { } related) Points(field, related.Form, related.By, null);
        }

        void Named(string path)
        {
            if (FieldPath.Find(form, path) is null) Add($"{form.Key}.{path}", "field.unknown", ("没有这个字段。", "There is no such field."));
        }

        void Points(Field field, string other, string by, string? of)
        {
            if (form.App.Find(other) is not { } child) Add(field.ToString(), "field.no_form", ($"没有表单“{other}”。", $"There is no form '{other}'."));
            else if ((FieldPath.Find(child, by) is { Via.Count: var steps, InLines: var inLines } path && steps == (inLines && field.Type.RollupOf(field) is not null ? 1 : 0) ? path.Field : null) is not { Type.IsReference: true }) Add(field.ToString(), "field.no_link", ($"“{other}.{by}”不是关联字段。", $"'{other}.{by}' is not a link."));
            else if (of is not null && child.Find(of) is null) Add(field.ToString(), "field.unknown", ($"没有字段“{other}.{of}”。", $"There is no field '{other}.{of}'."));
        }

        void Add(string path, string code, Words words) => errors.Add(AppBuilder.Wrong(path, code, words));
    }
}
