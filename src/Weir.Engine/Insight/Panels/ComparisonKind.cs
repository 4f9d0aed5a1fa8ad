using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Insight.Panels;

/// <summary>The line items of a record beside each other, with what is known of the records that they name, and what stands for us.</summary>
public sealed class ComparisonKind : PanelKind
{
    public override string Key => "comparison";

    public override Words Label => ("并排比较", "Side by side");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("lines", "明细", "Line items", required: true), Setting.Text("link", "关联列", "Column that names a record", required: true), Setting.Tags("rows", "比较项", "What is compared", required: true), Setting.Json("own", "我方的值", "What stands for us"),
    ];

    internal override Panel Compile(Form form, string place, PanelDefinition definition)
    {
        var given = Read<Given>(place, definition);
        if (form.Find(given.Lines) is not { Lines: { } of } lines) throw Wrong(place, given.Lines);
        if (of.Find(given.Link) is not { } link || link.Type.LinkedForm(link) is not { } key || form.App.Find(key) is not { } target) throw Wrong(place, given.Link);
        var rows = given.Rows.Select(row =>
        {
            if (row.StartsWith(given.Link + ".", StringComparison.Ordinal)) return (target.Find(row[(given.Link.Length + 1)..]) is { Column: not null } there ? there : throw Wrong(place, row), (Field?)null);
            var own = given.Own?.GetValueOrDefault(row) is { } ours ? form.Find(ours) is { Column: not null } field ? field : throw Wrong(place, ours) : null;
            return (of.Find(row) is { Column: not null } column ? column : throw Wrong(place, row), own);
        }).ToList();
        return new Made { Definition = definition, Items = lines, Link = link, Target = target, Rows = rows };
    }

    private static DefinitionError Wrong(string place, string what) => new(place, "panel.unknown_field", ($"比较里的“{what}”不对。", $"'{what}' in a comparison leads nowhere."));

    /// <param name="Own">Column of the lines → field of the record that says the same of us.</param>
    private sealed record Given(string Lines, string Link, IReadOnlyList<string> Rows, IReadOnlyDictionary<string, string>? Own = null);

    private sealed class Made : Panel
    {
        public required Field Items { get; init; }

        public required Field Link { get; init; }

        public required Form Target { get; init; }

        public required IReadOnlyList<(Field Field, Field? Own)> Rows { get; init; }

        public override Field? Lines => Items;

        internal override async Task<PanelData?> Load(PanelLook look, CancellationToken cancel)
        {
            var access = look.Seen.Access;
            if (!access.Reads(Items) || !access.Reads(Link)) return null;
            var lines = look.Record.Lines(Items).Where(l => l[Link] is long).ToList();
            var ids = lines.Select(l => (long)l[Link]!).ToList();
            if (ids.Count == 0) return null;
            var there = Rows.Where(r => r.Field.Form == Target && look.Reads(Target, [new FieldPath([], r.Field)])).Select(r => r.Field).ToList();
            var known = there.Count == 0 ? [] : (await look.Query.List(look.Actor, new ListQuery(Target) { Ids = [.. ids.Distinct()], Columns = [.. there.Select(f => new FieldPath([], f))], Limit = RecordQuery.MostRows }, cancel)).Rows.ToDictionary(r => r.Id);
            var rows = new List<PanelData.Row>();
            foreach (var (field, own) in Rows.Where(r => r.Field.Form == Target ? there.Contains(r.Field) : access.Reads(r.Field)))
            {
                var at = there.IndexOf(field);
                IReadOnlyList<object?> values = [.. at < 0 ? lines.Select(l => l[field]) : ids.Select(id => known.TryGetValue(id, out var row) ? row.Values[at] : null)];
                if (values.Any(v => v is not null)) rows.Add(new(field, values, own is not null && access.Reads(own) && look.Record[own] is { } ours and not Masked ? ours : null));
            }
            return new PanelData.Comparison(Target, ids, rows);
        }
    }
}
