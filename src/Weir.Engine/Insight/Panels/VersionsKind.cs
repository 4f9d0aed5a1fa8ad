using System.Text.Json;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Insight.Panels;

/// <summary>The versions of a record that revise each other, one below the other, each with what it changed in the lines of the one before. Who may not see a version or a column does not see it here.</summary>
public sealed class VersionsKind : PanelKind
{
    /// <summary>More versions than anybody compares; the walk from one to the next ends somewhere.</summary>
    private const int Most = 20;

    public override string Key => "versions";

    public override Words Label => ("各版本", "Versions");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Text("link", "指向上一版的关联字段", "Link to the version before", required: true), Setting.Tags("columns", "显示的字段", "Fields that are shown", required: true),
        Setting.Text("lines", "明细", "Line items", required: true), Setting.Text("match", "按哪一列对应", "Column by which lines are the same", required: true), Setting.Tags("compare", "比较的列", "Columns that are compared", required: true),
    ];

    internal override Panel Compile(Form form, string place, PanelDefinition definition)
    {
        var given = Read<Given>(place, definition);
        var link = form.Find(given.Link) is { Column: not null } found && found.Type.LinkedForm(found) == form.Key ? found : throw Wrong(place, given.Link);
        var lines = form.Find(given.Lines) is { Lines: not null } items ? items : throw Wrong(place, given.Lines);
        return new Made
        {
            Definition = definition, Link = link, Items = lines, Match = Of(lines.Lines!, given.Match), Columns = [.. given.Columns.Select(c => Of(form, c))], Compare = [.. given.Compare.Select(c => Of(lines.Lines!, c))],
        };

        Field Of(Form at, string key) => at.Find(key) is { Column: not null } field ? field : throw Wrong(place, key);
    }

    private static DefinitionError Wrong(string place, string what) => new(place, "panel.unknown_field", ($"版本里的“{what}”不对。", $"'{what}' in the versions leads nowhere."));

    private sealed record Given(string Link, IReadOnlyList<string> Columns, string Lines, string Match, IReadOnlyList<string> Compare);

    private sealed class Made : Panel
    {
        public required Field Link { get; init; }

        public required Field Items { get; init; }

        public required Field Match { get; init; }

        public required IReadOnlyList<Field> Columns { get; init; }

        public required IReadOnlyList<Field> Compare { get; init; }

        internal override async Task<PanelData?> Load(PanelLook look, CancellationToken cancel)
        {
            var access = look.Seen.Access;
            if (!access.Reads(Link)) return null;
            var all = await Walk(look, cancel);
            if (all.Count < 2) return null;
            var compares = access.Reads(Items) && access.Reads(Match);
            var columns = Compare.Where(access.Reads).ToList();
            var versions = all.Select((v, i) => new PanelData.Version(v, i == 0 || !compares ? [] : Changes(all[i - 1], v, columns))).ToList();
            return new PanelData.Versions([.. Columns.Where(access.Reads)], Match, versions);
        }

        /// <summary>Back to the first that may be seen, then on from version to version.</summary>
        private async Task<List<Record>> Walk(PanelLook look, CancellationToken cancel)
        {
            var (first, seen) = (look.Record, new HashSet<long> { look.Record.Id });
            while (seen.Count < Most && first[Link] is long before && seen.Add(before) && await One(look, before, cancel) is { } former) first = former;
            var (all, ids) = (new List<Record> { first }, new HashSet<long> { first.Id });
            for (var i = 0; i < all.Count && all.Count < Most; i++)
                foreach (var id in await After(look, all[i].Id, cancel))
                    if (ids.Add(id) && await One(look, id, cancel) is { } next) all.Add(next);
            return all;
        }

        private async Task<Record?> One(PanelLook look, long id, CancellationToken cancel) =>
            id == look.Record.Id ? look.Record : (await look.Query.Whole(look.Actor, Link.Form, [id], cancel)) is [var record] ? record : null;

        private async Task<IEnumerable<long>> After(PanelLook look, long id, CancellationToken cancel)
        {
            var where = Condition.Compile(Link.Form, new() { Field = Link.Key, Op = "is", Value = JsonSerializer.SerializeToElement(Link.Type.ToJson(Link, id)) });
            return (await look.Query.List(look.Actor, new ListQuery(Link.Form) { Where = where, Sort = [(new([], Link.Form[SystemFields.CreatedAt]), false)], Limit = Most }, cancel)).Rows.Select(r => r.Id);
        }

        /// <summary>Lines are the same that name the same; of several the first goes with the first.</summary>
        private List<PanelData.Change> Changes(Record before, Record after, IReadOnlyList<Field> columns)
        {
            var (former, now) = (Numbered(before), Numbered(after));
            var changes = new List<PanelData.Change>();
            foreach (var (key, line) in now)
            {
                if (former.FirstOrDefault(f => f.Key.Number == key.Number && Match.Type.Same(f.Key.Of, key.Of)).Line is not { } was) changes.Add(new(line[Match], null, (line, after), []));
                else if (columns.Where(c => !c.Type.Same(was[c], line[c])).ToList() is { Count: > 0 } different) changes.Add(new(line[Match], (was, before), (line, after), different));
            }
            foreach (var (key, line) in former)
                if (!now.Any(n => n.Key.Number == key.Number && Match.Type.Same(n.Key.Of, key.Of))) changes.Add(new(line[Match], (line, before), null, []));
            return changes;
        }

        private List<((object? Of, int Number) Key, Record Line)> Numbered(Record record)
        {
            var times = new Dictionary<object, int>();
            return [.. record.Lines(Items).Select(line => ((line[Match], times[line[Match] ?? ""] = times.GetValueOrDefault(line[Match] ?? "") + 1), line))];
        }
    }
}
