using System.Text.Json;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;

namespace Weir.Engine.Insight.Panels;

/// <summary>What a member has to do with the records that belong to one, by their roles: how many, and the way to them. What waits for nobody is not there.</summary>
public sealed class ToDoKind : PanelKind
{
    public override string Key => "to_do";

    public override Words Label => ("待我处理", "For me to do");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Json("cells", "事项", "What there is to do")];

    internal override Panel Compile(Form form, string place, PanelDefinition definition)
    {
        var cells = new List<Cell>();
        foreach (var cell in Read<Given>(place, definition).Cells)
        {
            // A form of the template may have been left out of an app.
            if (form.App.Find(cell.Form) is not { } of) continue;
            var by = cell.By is null ? null : of.Path(cell.By) is { InLines: false, Field.Column: not null } path && path.Field.Type.LinkedForm(path.Field) == form.Key ? path : throw Wrong(place, $"{of.Key}.{cell.By}");
            if (by is null && of != form) throw Wrong(place, cell.Key);
            if (cell.Roles.FirstOrDefault(r => form.App.Definition.Roles.All(known => known.Key != r)) is { } role) throw Wrong(place, role);
            cells.Add(new(cell, of, by, Condition.Compile(of, cell.Where)));
        }
        return new Made { Definition = definition, Cells = cells };
    }

    private static DefinitionError Wrong(string place, string what) => new(place, "panel.unknown_field", ($"待办里的“{what}”不对。", $"'{what}' in what there is to do leads nowhere."));

    private sealed record Given(IReadOnlyList<GivenCell> Cells);

    /// <param name="By">The link of the other form to this record; null for this record itself.</param>
    /// <param name="Asked">Only records on which the member is asked to decide.</param>
    private sealed record GivenCell(string Key, Words Label, string Form, string? By = null, ConditionDefinition? Where = null, bool Asked = false, string Tone = "accent")
    {
        /// <summary>Whose work it is; of everybody's when empty.</summary>
        public IReadOnlyList<string> Roles { get; init; } = [];
    }

    private sealed record Cell(GivenCell Given, Form Form, FieldPath? By, Condition Where);

    private sealed class Made : Panel
    {
        public required IReadOnlyList<Cell> Cells { get; init; }

        internal override async Task<PanelData?> Load(PanelLook look, CancellationToken cancel)
        {
            var form = look.Record.Form;
            var roles = look.Actor.Roles(form.App.Key).ToHashSet();
            var mine = Cells.Where(c => (c.Given.Roles.Count == 0 || look.Seen.Access.Everything || c.Given.Roles.Any(roles.Contains)) && look.Reads(c.Form, [c.By, .. c.Where.Paths])).ToList();
            var asked = mine.Any(c => c.Given.Asked) ? await look.Query.Asked(look.Actor, form.App, cancel) : [];
            var found = new List<PanelData.Duty>();
            foreach (var cell in mine)
            {
                IReadOnlyList<long>? ids = cell.Given.Asked ? [.. asked.Where(a => a.Form == cell.Form.Key).Select(a => a.Id)] : null;
                if (cell.By is null) ids = ids is null || ids.Contains(look.Record.Id) ? [look.Record.Id] : [];
                if (ids is { Count: 0 }) continue;
                var where = Mine(cell, look.Record);
                var query = new ListQuery(cell.Form) { Where = Condition.Compile(cell.Form, where), Ids = ids };
                if (await look.Query.Count(look.Actor, query, cancel) is > 0 and var count)
                    found.Add(new(cell.Given.Label, count, cell.Given.Tone, cell.Given.Asked || where is null ? null : new(cell.Form, where)) { One = cell.Given.Asked && count == 1 ? await One(look, query, cancel) : null });
            }
            return found.Count == 0 ? null : new PanelData.Duties(found);
        }

        private static async Task<RecordRef?> One(PanelLook look, ListQuery query, CancellationToken cancel) =>
            (await look.Query.List(look.Actor, query with { Limit = 1 }, cancel)).Rows is [var row] ? new(query.Form.Key, row.Id) : null;

        private static ConditionDefinition? Mine(Cell cell, Record record)
        {
            if (cell.By is not { } by) return cell.Given.Where;
            var mine = new ConditionDefinition { Field = by.Text, Op = "is", Value = JsonSerializer.SerializeToElement(by.Field.Type.ToJson(by.Field, record.Id)) };
            return cell.Given.Where is { } where ? new() { All = [mine, where] } : mine;
        }
    }
}
