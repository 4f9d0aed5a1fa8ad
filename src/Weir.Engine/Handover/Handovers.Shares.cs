using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Handover;

/// <summary>Who gets what.</summary>
public sealed partial class Handovers
{
    /// <summary>What each receiver would get if it were carried out now, form by form.</summary>
    /// <param name="actor">In whose name it is carried out.</param>
    internal async Task<IReadOnlyList<HandoverShare>> Shares(Actor actor, long member, HandoverChoice choice, CancellationToken cancel)
    {
        var shares = new List<HandoverShare>();
        foreach (var app in apps.Current.Values)
        {
            var decisions = (await Decisions(app, member, cancel)).ToLookup(t => t.FormNo, t => t.RecordId);
            var (forDecisions, forRecords) = (new HandoverTurns(), new HandoverTurns());
            foreach (var form in Forms(app))
            {
                var (held, asked) = await database.Read(async session =>
                    (await Counted(session, await Held(session, actor, form, member), forRecords), await Counted(session, [.. decisions[form.No]], forDecisions)), cancel);
                shares.AddRange(held.Keys.Union(asked.Keys).Order().Select(to => new HandoverShare(form, to, held.GetValueOrDefault(to), asked.GetValueOrDefault(to))));

                async ValueTask<Dictionary<long, int>> Counted(Session session, IReadOnlyList<long> ids, HandoverTurns turns)
                {
                    var counts = new Dictionary<long, int>();
                    foreach (var some in ids.Chunk(AtOnce))
                        foreach (var to in (await Receivers(session, actor, form, some, choice, turns)).Values) counts[to] = counts.GetValueOrDefault(to) + 1;
                    return counts;
                }
            }
        }
        return shares;
    }

    /// <exception cref="ProblemException">Invalid: nobody takes over, somebody who cannot, a line that says nothing.</exception>
    internal void Check(Actor actor, long member, HandoverChoice choice)
    {
        if (choice.Receivers.Count == 0) throw Wrong("handover.nobody", ("请选择接手人。", "Choose who takes over."), "receivers", "field.required", ("请选择接手人：条件之外的都归他们。", "Choose who takes over whatever no condition names."));
        for (var i = 0; i < choice.Lines.Count; i++)
        {
            var (line, form) = (choice.Lines[i], FormOf(choice.Lines[i].Form));
            if (line.Receivers.Count == 0) throw Wrong("handover.nobody", ("请选择接手人。", "Choose who takes over."), $"line{i}.to", "field.required", ("请选择这一行的接手人。", "Choose who takes over what this line names."));
            if (form is null) throw Wrong("handover.no_form", ("表单已不存在。", "The form is gone."), $"line{i}.to", "handover.no_form", ("这一行的表单已不存在，请删除这一行。", "The form of this line is gone; remove the line."));
            try
            {
                Condition.Compile(form, line.Where);
            }
            catch (DefinitionError wrong)
            {
                throw Wrong("handover.condition", wrong.Words, $"line{i}.where", wrong.Code, wrong.Words);
            }
        }
        foreach (var receiver in choice.All)
            if (receiver == member || !actor.Directory.Members.TryGetValue(receiver, out var to) || !to.Active)
                throw Wrong("handover.receiver", ("接手人必须是另一位在职成员。", "The receiver must be another active member."), Place(choice, receiver), "handover.receiver", ("请选择在职的接手人。", "Choose an active member."));
    }

    private static string Place(HandoverChoice choice, long receiver) =>
        choice.Lines.ToList().FindIndex(l => l.Receivers.Contains(receiver)) is >= 0 and var line && !choice.Receivers.Contains(receiver) ? $"line{line}.to" : "receivers";

    private static ProblemException Wrong(string code, Words message, string field, string what, Words why) => Problem.Invalid(code, message, new FieldError(field, what, why)).Exception();

    private Form? FormOf(string key) => key.Split('/') is [var app, var form] ? apps.Find(app)?.Find(form) : null;

    /// <summary>Who takes over each of these records: by the first line that fits it, else with the rest of its form. A condition counts as a list of the form would read it.</summary>
    private async ValueTask<Dictionary<long, long>> Receivers(Session session, Actor actor, Form form, IReadOnlyList<long> ids, HandoverChoice choice, HandoverTurns turns)
    {
        var key = HandoverChoice.KeyOf(form);
        var first = new Dictionary<long, int>();
        for (var i = 0; i < choice.Lines.Count && ids.Count > 0; i++)
        {
            if (choice.Lines[i].Form != key) continue;
            var open = ids.Where(id => !first.ContainsKey(id)).ToList();
            if (open.Count > 0)
                foreach (var id in await Ids(session, Among(actor, form, Condition.Compile(form, choice.Lines[i].Where), open))) first[id] = i;
        }
        var rest = choice.Of(form);
        return ids.ToDictionary(id => id, id => first.TryGetValue(id, out var line) ? turns.Of(key, line, choice.Lines[line].Receivers) : turns.Of(key, -1, rest));
    }

    private Select Among(Actor actor, Form form, Condition where, IReadOnlyList<long> ids)
    {
        var joins = new JoinPlan();
        var id = JoinPlan.Id(JoinPlan.Root);
        Predicate fits = new Predicate.OneOf(id, [.. ids.Cast<object>()]);
        if (!where.IsAlways) fits = Predicate.And(fits, where.Bind(new ConditionContext(actor, Now, joins)));
        return new Select(form.Table, JoinPlan.Root, [id], joins.Joins, fits, RowScope.Everything, [new Sort(id, Nullable: false)], Limit: ids.Count);
    }

    private Task<List<ApprovalTaskRow>> Decisions(App app, long member, CancellationToken cancel) =>
        database.Read(session => ApprovalTaskRows.Box(session, app.Schema, member, "todo", long.MaxValue, MostCounted), cancel);
}
