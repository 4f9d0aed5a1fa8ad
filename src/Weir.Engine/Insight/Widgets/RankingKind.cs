using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Formulas;
using Weir.Sql.Query;

namespace Weir.Engine.Insight.Widgets;

/// <summary>Members by a score made of their figures, with badges for what they have done. Shows scores, never the records behind them.</summary>
public sealed class RankingKind : WidgetKind
{
    /// <summary>What the conditions of badges may name beside figures.</summary>
    private const string Score = "score", Rank = "rank";

    public override string Key => "ranking";

    public override Words Label => ("排行榜", "Ranking");

    public override IReadOnlyList<FieldDefinition> Settings { get; } =
    [
        Setting.Json("figures", "数字", "Figures"), Setting.Text("score", "积分公式", "Formula of the score", required: true), Setting.Json("parts", "积分构成", "What scores are made of"), Setting.Json("badges", "徽章", "Badges"),
        Setting.YesNo("everybody", "按全部记录计算", "Over all records"), Setting.Number("limit", "行数", "Rows"), Setting.Text("format", "格式", "Format"),
    ];

    internal override Widget Compile(App app, string place, WidgetDefinition definition)
    {
        var given = Read<Given>(place, definition);
        var figures = new FigureSet(app, place, given.Figures, Score, Rank);
        var made = new Made
        {
            Definition = definition, Given = given, Figures = figures, Points = figures.Compile(given.Score),
            Parts = [.. (given.Parts ?? []).Select(p => (p.Label, figures.Compile(p.Formula)))], Badges = [.. (given.Badges ?? []).Select(b => (b, figures.Compile(b.When)))],
        };
        foreach (var (name, figure) in figures.Named)
        {
            FigureCheck.Whole(place, figure);
            if (app[figure.Form].Path(figure.People) is not { Field: var field } || field.Type.LookUp(field) != "members") throw new DefinitionError(place, "widget.no_people", ($"数字“{name}”没有按成员归属的字段。", $"The figure '{name}' has no field with a member."));
        }
        return made;
    }

    /// <param name="Everybody">Whoever looks sees the scores of all, although not their records: a contest among colleagues.</param>
    private sealed record Given(
        string Score, IReadOnlyList<GivenPart>? Parts = null, IReadOnlyList<GivenBadge>? Badges = null, IReadOnlyDictionary<string, FigureDefinition>? Figures = null, bool Everybody = false, int Limit = 10, string Format = "number");

    private sealed record GivenPart(Words Label, string Formula);

    private sealed record GivenBadge(Words Label, string When, string Tone = "accent");

    private sealed class Made : Widget
    {
        public required Given Given { get; init; }

        public required FigureSet Figures { get; init; }

        public required Formula Points { get; init; }

        public required IReadOnlyList<(Words Label, Formula Formula)> Parts { get; init; }

        public required IReadOnlyList<(GivenBadge Given, Formula When)> Badges { get; init; }

        internal override async Task<WidgetData?> Load(InsightRun run, CancellationToken cancel)
        {
            var over = Given.Everybody ? run.Everybody() : run;
            if (!Figures.Readable(over)) return null;
            var members = new Dictionary<long, Dictionary<string, decimal?>>();
            foreach (var (name, figure) in Figures.Named)
                foreach (var group in await over.Groups(run.App[figure.Form], figure.Where, figure.Date, figure.People, [(figure.People, DateBucket.None)], [(figure.Field, figure.How)], cancel))
                    if (group[0] is long member && run.Actor.Directory.Members.TryGetValue(member, out var known) && known.Active)
                        (members.TryGetValue(member, out var values) ? values : members[member] = Figures.Named.Keys.Append(FigureSet.Days).ToDictionary(n => n, n => n == FigureSet.Days ? run.Days : (decimal?)0m))[name] = group[1] as decimal? ?? 0m;
            var scored = members.Select(m => (Member: m.Key, Figures: m.Value, Score: run.Reckon(Points, m.Value) ?? 0m)).Where(m => m.Score != 0).OrderByDescending(m => m.Score).ThenBy(m => m.Member).ToList();
            var most = Math.Clamp(Given.Limit, 1, 100);
            var rows = new List<WidgetData.Standing>();
            for (var (i, rank) = (0, 0); i < scored.Count; i++)
            {
                var m = scored[i];
                if (i == 0 || m.Score != scored[i - 1].Score) rank = i + 1;
                if (i >= most && m.Member != run.Actor.MemberId) continue;
                (m.Figures[Score], m.Figures[Rank]) = (m.Score, rank);
                rows.Add(new(m.Member, rank, m.Score, [.. Parts.Select(p => (p.Label, run.Reckon(p.Formula, m.Figures) ?? 0m))],
                    [.. Badges.Where(b => run.Holds(b.When, m.Figures)).Select(b => (b.Given.Label, b.Given.Tone))], m.Member == run.Actor.MemberId));
            }
            return new WidgetData.Ranking(rows, Given.Format);
        }
    }
}
