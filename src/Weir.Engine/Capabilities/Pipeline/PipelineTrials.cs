using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities.Pipeline.Gates;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>For who changes the pipelines of a form: how many records stand where, what other settings would do with them, and the rates of stages brought to what stands there already.</summary>
public sealed class PipelineTrials(Database database, RecordQuery query, RecordStore records, Func<Directory> people, TimeProvider clock)
{
    /// <summary>The newest so many are looked at: each asks its gates as if somebody moved it.</summary>
    public const int Most = 300;

    /// <summary>So many take over a rate at once; whoever has more asks again.</summary>
    public const int MostRerated = 2000;

    private const int MostRows = 20;

    /// <summary>How many records stand in each stage, by pipeline and stage; the open ones apart.</summary>
    /// <exception cref="ProblemException">NotFound to who does not see everything.</exception>
    public async Task<IReadOnlyDictionary<(string Pipeline, string Stage), (int All, int Open)>> Standing(Actor actor, Form form, CancellationToken cancel = default)
    {
        var book = Demand(actor, form);
        List<(FieldPath, DateBucket)> by = [(new([], book.Stage), DateBucket.None), (new([], book.Status), DateBucket.None)];
        if (book.Pipeline is { } pipeline) by.Add((new([], pipeline), DateBucket.None));
        var standing = new Dictionary<(string, string), (int All, int Open)>();
        foreach (var group in await query.Groups(actor, new ListQuery(form), by, [(null, Aggregation.Count)], cancel))
        {
            var place = (book.Pipeline is null ? book.Plans[0].Key : group[2] as string ?? book.Plans[0].Key, group[0] as string ?? "");
            var (count, before) = ((int)Convert.ToInt64(group[^1], System.Globalization.CultureInfo.InvariantCulture), standing.GetValueOrDefault(place));
            standing[place] = (before.All + count, before.Open + (group[1] as string == book.States.Open ? count : 0));
        }
        return standing;
    }

    /// <param name="draft">The app as it would be published.</param>
    /// <param name="pipeline">Whose open records are looked at.</param>
    /// <exception cref="ProblemException">NotFound to who does not see everything; Invalid when the definition cannot work.</exception>
    public async Task<PipelineTried> Try(Actor actor, Form form, AppDefinition draft, string pipeline, CancellationToken cancel = default)
    {
        var (present, now) = (Demand(actor, form), clock.GetUtcNow().UtcDateTime);
        var then = Compiled(form, draft);
        var page = await Open(actor, present, pipeline, Most, null, cancel);
        return await database.Read(async session =>
        {
            long[] ids = [.. page.Rows.Select(r => r.Id)];
            var was = await RecordRows.Read(session, form, ids, lines: true);
            var would = await RecordRows.Read(session, then.Form, ids, lines: true);
            var (rates, weighted, after, held, rows) = (0, 0m, 0m, 0, new List<HeldBack>());
            foreach (var row in page.Rows)
            {
                if (!was.TryGetValue(row.Id, out var before) || !would.TryGetValue(row.Id, out var record)) continue;
                var mover = Mover(before);
                var look = new GateLook(session, mover, now, record, new LinkedRecords(session));
                var (plan, at) = (then.PlanOf(record), then.At(record));
                var own = record[then.Form[Pipeline.StageRate]] as decimal? ?? at.Rate;
                if (own != at.Rate) rates++;
                var amount = then.Amount is { } worth ? record[worth] as decimal? ?? 0 : 0;
                var holds = then.Rate is { } rate ? record[rate] as decimal? ?? 0 : 0;
                weighted += amount * holds / 100;
                after += amount * (own == at.Rate ? holds : plan.Lifts ? (await WinRate.Of(plan, at.Rate, look)).Rate : at.Rate) / 100;
                var missing = await Missing(then, record, look);
                if (missing.Count == 0) continue;
                var known = (await Missing(present, before, new GateLook(session, mover, now, before, new LinkedRecords(session)))).Select(m => m.Zh).ToHashSet();
                if (missing.All(m => known.Contains(m.Zh))) continue;
                held++;
                if (rows.Count < MostRows)
                    rows.Add(new(record.Id, form.Title.Type.Text(form.Title, row.Values[0], new Display(actor.Chinese, actor.Directory, now)), mover.IsSystem ? 0 : mover.MemberId, Next(then, record)!.Label, [.. missing.Where(m => !known.Contains(m.Zh))]));
            }
            return new PipelineTried(page.Rows.Count, page.Next is not null, rates, present.Amount is null ? null : weighted, present.Amount is null ? null : after, held, rows);
        }, cancel);
    }

    /// <summary>Open records take over the present rate of the stage where they stand. Doing it twice changes nothing more.</summary>
    /// <exception cref="ProblemException">NotFound to who does not see everything.</exception>
    public async Task<Rerated> Rerate(Actor actor, Form form, string pipeline, CancellationToken cancel = default)
    {
        var book = Demand(actor, form);
        var (done, refused, left) = (0, 0, 0);
        for (string? after = null; ;)
        {
            var page = await Open(actor, book, pipeline, RecordQuery.MostRows, after, cancel);
            var stored = await database.Read(session => RecordRows.Read(session, form, [.. page.Rows.Select(r => r.Id)], lines: false), cancel);
            foreach (var record in page.Rows.Select(r => stored.GetValueOrDefault(r.Id)).OfType<Record>().Where(r => r[form[Pipeline.StageRate]] is decimal own && own != book.At(r).Rate))
            {
                if (done + refused >= MostRerated) left++;
                else if (await Rerate(actor, book, record, cancel)) done++;
                else refused++;
            }
            if (page.Next is null) return new(done, refused, left);
            after = page.Next;
        }
    }

    /// <summary>False when it was changed in between or cannot be saved as it is.</summary>
    private async Task<bool> Rerate(Actor actor, PipelineBook book, Record record, CancellationToken cancel)
    {
        try
        {
            await records.Save(actor, new Draft(book.Form) { Id = record.Id, SeenVersion = record.Version, ByAction = true }.Set(Pipeline.StageRate, book.At(record).Rate), cancel);
            return true;
        }
        catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Conflict or ProblemKind.Invalid or ProblemKind.NotFound)
        {
            return false;
        }
    }

    private Task<ListPage> Open(Actor actor, PipelineBook book, string pipeline, int limit, string? after, CancellationToken cancel)
    {
        List<ConditionDefinition> all = [new() { Field = book.Status.Key, Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement(book.States.Open) }];
        if (book.Pipeline is { } field) all.Add(new() { Field = field.Key, Op = "is", Value = System.Text.Json.JsonSerializer.SerializeToElement(pipeline) });
        return query.List(actor, new ListQuery(book.Form) { Columns = [new FieldPath([], book.Form.Title)], Where = Condition.Compile(book.Form, new ConditionDefinition { All = all }), Limit = limit, After = after }, cancel);
    }

    /// <summary>Who would move it: whoever has it, whose roles decide what they confirm themselves.</summary>
    private Actor Mover(Record record)
    {
        var directory = people();
        return record[SystemFields.Owner] is long owner && directory.Members.ContainsKey(owner) ? directory.Actor(owner) : Actor.System("publish", directory, quiet: true);
    }

    private static Stage? Next(PipelineBook book, Record record) => book.PlanOf(record) is var plan && book.At(record) is var at ? plan.Way.FirstOrDefault(s => s.Order > at.Order) : null;

    private static async ValueTask<IReadOnlyList<Words>> Missing(PipelineBook book, Record record, GateLook look) =>
        Next(book, record) is { } next ? [.. (await Checklist.Of(book.PlanOf(record).Between(book.At(record), next), look)).Where(s => !s.Holds).Select(s => s.Label)] : [];

    private static PipelineBook Compiled(Form form, AppDefinition draft)
    {
        try
        {
            return Pipeline.Book(AppBuilder.Build(draft, form.App.Id, form.App.Version)[form.Key])!;
        }
        catch (DefinitionErrors wrong)
        {
            throw Problem.Invalid("app.invalid", ("这些设置有错误。", "These settings have errors."), [.. wrong.Errors.Select(e => new FieldError("", e.Code, e.Words))]).Exception();
        }
    }

    private static PipelineBook Demand(Actor actor, Form form) =>
        FormAccess.Of(actor, form).Everything && Pipeline.Book(form) is { } book ? book : throw Problem.NotFound("pipeline.none").Exception();
}
