using System.Text.Json;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight.Widgets;
using Weir.Engine.Records;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Panels;

/// <summary>Figures that follow on each other over the records that belong to one: offered, agreed, done, paid. Each is one query over what the actor may see, and leads to its records.</summary>
public sealed class StepsKind : PanelKind
{
    /// <summary>In the place of a link: the record itself.</summary>
    private const string Self = "self";

    public override string Key => "steps";

    public override Words Label => ("逐级金额", "Figures in a row");

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Json("cells", "格子", "Cells")];

    internal override Panel Compile(Form form, string place, PanelDefinition definition)
    {
        var given = Read<Given>(place, definition);
        var cells = new List<Cell>();
        foreach (var cell in given.Cells)
        {
            // A form of the template may have been left out of an app.
            if (form.App.Find(cell.Form) is not { } of) continue;
            var own = cell.Link is null || cell.Link == Self && of == form ? null : form.Find(cell.Link) is { } link && link.Type.LinkedForm(link) == of.Key ? link : throw Wrong(place, $"{form.Key}.{cell.Link}");
            var by = cell.By is null ? null : Path(of, cell.By) is { } path && path.Field.Type.LinkedForm(path.Field) == form.Key ? path : throw Wrong(place, $"{of.Key}.{cell.By}");
            if (cell.Link == Self ? by is not null : own is null == by is null) throw Wrong(place, cell.Key);
            if (cell.Of is not null && cells.All(c => c.Given.Key != cell.Of)) throw Wrong(place, cell.Of);
            cells.Add(new Cell(cell, of, own, by, Path(of, cell.Field), Condition.Compile(of, cell.Where))
            {
                Next = cell.Next is not { } next ? null : (next, Condition.Compile(of, next.Where), Path(of, next.Date), Path(of, next.Amount)),
            });
        }
        return new Made { Definition = definition, Cells = cells };

        FieldPath Path(Form of, string path) => of.Path(path) is { InLines: false, Field.Column: not null } found ? found : throw Wrong(place, $"{of.Key}.{path}");
    }

    private static DefinitionError Wrong(string place, string what) => new(place, "panel.unknown_field", ($"格子里的“{what}”不对。", $"'{what}' in a cell leads nowhere."));

    private sealed record Given(IReadOnlyList<GivenCell> Cells);

    /// <param name="By">The link of the other form to this record, or a path that ends in it.</param>
    /// <param name="Link">Instead: the field of this record that names the other; <c>self</c> for this one.</param>
    /// <param name="Of">The key of an earlier cell of which this is a share.</param>
    private sealed record GivenCell(string Key, Words Label, string Form, string Field, string? By = null, string? Link = null, ConditionDefinition? Where = null, string? Of = null, string Tone = "accent", GivenNext? Next = null);

    private sealed record GivenNext(Words Label, string Date, string Amount, ConditionDefinition? Where = null);

    private sealed record Cell(GivenCell Given, Form Form, Field? Link, FieldPath? By, FieldPath Field, Condition Where)
    {
        public (GivenNext Given, Condition Where, FieldPath Date, FieldPath Amount)? Next { get; init; }
    }

    private sealed class Made : Panel
    {
        public required IReadOnlyList<Cell> Cells { get; init; }

        internal override async Task<PanelData?> Load(PanelLook look, CancellationToken cancel)
        {
            var (steps, known) = (new List<PanelData.Step>(), new Dictionary<string, decimal>());
            foreach (var cell in Cells.Where(c => look.Reads(c.Form, [c.Field, c.By, .. c.Where.Paths]) && (c.Link is null || look.Seen.Access.Reads(c.Link))))
            {
                if (Mine(cell, look.Record, cell.Given.Where) is not var (where, ids)) continue;
                var query = new ListQuery(cell.Form) { Where = Condition.Compile(cell.Form, where), Ids = ids };
                var total = (await look.Query.Totals(look.Actor, query, [(cell.Field, Aggregation.Sum)], cancel))[0] as decimal?;
                // One record that may not be seen is not a sum of nothing.
                if (cell.Link is not null && total is null) continue;
                var sum = total ?? 0m;
                known[cell.Given.Key] = sum;
                steps.Add(new(cell.Given.Label, sum, cell.Given.Of is { } of && known.TryGetValue(of, out var whole) ? whole : null, cell.Given.Tone, ids is null ? new(cell.Form, where) : null, await NextOf(cell, look, cancel)) { One = ids is null || cell.Given.Link == Self ? null : new(cell.Form.Key, ids[0]) });
            }
            return steps.Count == 0 ? null : new PanelData.Steps(steps);
        }

        private static async Task<(Words, DateOnly, decimal)?> NextOf(Cell cell, PanelLook look, CancellationToken cancel)
        {
            if (cell.Next is not var (given, condition, date, amount) || !look.Reads(cell.Form, [date, amount, .. condition.Paths]) || Mine(cell, look.Record, given.Where) is not var (where, ids)) return null;
            var page = await look.Query.List(look.Actor, new ListQuery(cell.Form) { Where = Condition.Compile(cell.Form, where), Ids = ids, Columns = [date, amount.Together], Sort = [(date, false)], Limit = 1 }, cancel);
            return page.Rows is [{ Values: [DateOnly day, decimal much] }] ? (given.Label, day, much) : null;
        }

        /// <summary>The records of the cell that belong to this one.</summary>
        private static (ConditionDefinition? Where, IReadOnlyList<long>? Ids)? Mine(Cell cell, Record record, ConditionDefinition? where)
        {
            if (cell.Given.Link == Self) return (where, [record.Id]);
            if (cell.Link is { } link) return record[link] is long id ? (where, [id]) : null;
            var by = cell.By!.Field;
            var mine = new ConditionDefinition { Field = cell.By.Text, Op = "is", Value = JsonSerializer.SerializeToElement(by.Type.ToJson(by, record.Id)) };
            return (where is null ? mine : new() { All = [mine, where] }, null);
        }
    }
}
