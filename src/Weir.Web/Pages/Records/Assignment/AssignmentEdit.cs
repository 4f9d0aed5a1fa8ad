using System.Globalization;
using Weir.Engine.Access;
using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Assignment;

/// <summary>One rule of assignment, and what holds for all of a form, as they were typed. Publishes nothing.</summary>
internal static class AssignmentEdit
{
    private const int MostRecords = 1_000_000;

    public static AssignmentRule Fresh { get; } = new() { Key = "", Label = ("", ""), Mode = AssignmentMode.RoundRobin };

    public static AssignmentRule Read(PostedSettings posted, AssignmentRule before)
    {
        var mode = posted.Choice("mode", AssignmentMode.RoundRobin);
        var field = AssignmentWords.HasTable(mode) ? Fields(posted.Visit.Form, mode).FirstOrDefault(f => f.Key == posted.Text("field")) ?? Fields(posted.Visit.Form, mode).FirstOrDefault() : null;
        var rule = before with
        {
            Label = posted.Label("label"), Disabled = !posted.Ticked("enabled"), When = posted.When("when"), Mode = mode, Most = posted.Number("most", 0, MostRecords), WorkingHours = posted.Ticked("hours"), EvenAway = !posted.Ticked("leave"),
            On = [.. posted.Many("on").Select(t => Enum.TryParse<AssignmentTrigger>(t, out var on) && Enum.IsDefined(on) ? on : (AssignmentTrigger?)null).OfType<AssignmentTrigger>()],
            Who = posted.Who("who"), Fallback = posted.Who("fallback"), Field = field?.Key ?? before.Field, Inner = posted.Choice("inner", AssignmentMode.RoundRobin),
            Weights = posted.Arranged("weight", [.. Enumerable.Range(0, posted.Rows("weights")).Select(i => new AssignmentWeight(posted.Who($"weight{i}.who"), posted.Weight($"weight{i}.weight")))], () => new AssignmentWeight(new MemberSet(), 1)),
            // Another field has other values: what was typed for the former one means nothing for it.
            Table = posted.Arranged("row", [.. Enumerable.Range(0, posted.Rows("rows")).Select(i => Row(posted, i, field, field?.Key == posted.Text("field.before")))], () => new AssignmentEntry([])),
        };
        if (posted.Verb is [] or ["try"]) Check(posted, rule);
        return rule;
    }

    private static AssignmentEntry Row(PostedSettings posted, int i, Field? field, bool same)
    {
        var values = same ? posted.Many($"row{i}.values") : [];
        if (field?.Type.Kind(field) == ValueKind.Text) values = [.. values.SelectMany(v => v.Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()];
        return new(values) { Who = posted.Who($"row{i}.who") };
    }

    private static void Check(PostedSettings posted, AssignmentRule rule)
    {
        if (AssignmentWords.HasTable(rule.Mode))
        {
            if (rule.Table.Count == 0) posted.Refuse("rows", "assignment.no_rows", ("请在表中至少添加一行。", "Add at least one row to the table."));
            for (var i = 0; i < rule.Table.Count; i++)
            {
                if (rule.Table[i].Values.Count == 0) posted.Refuse($"row{i}.values", "assignment.no_values", ("请选择这一行的值。", "Choose the values for this row."));
                if (rule.Table[i].Who.IsEmpty) posted.Refuse($"row{i}.who", "assignment.no_who", ("请选择分配给谁。", "Choose who it is assigned to."));
            }
        }
        else if (rule.Mode != AssignmentMode.Pool && rule.Who.IsEmpty) posted.Refuse("who", "assignment.no_who", ("请选择分配给谁。", "Choose who it is assigned to."));
        for (var i = 0; i < rule.Weights.Count; i++)
            if (rule.Weights[i].Who.IsEmpty) posted.Refuse($"weight{i}.who", "assignment.no_who", ("请选择这个权重属于谁。", "Choose whose weight this is."));
    }

    public static AssignmentSettings Read(PostedSettings posted, AssignmentSettings before)
    {
        var days = posted.Many("days").Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var day) ? day : 0).Where(d => d is >= 1 and <= 7).ToList();
        var (from, to) = (posted.Time("from") ?? before.Hours.From, posted.Time("to") ?? before.Hours.To);
        if (posted.Verb.Count == 0 && days.Count == 0) posted.Refuse("days", "assignment.no_days", ("请至少选择一天。", "Choose at least one day."));
        if (posted.Verb.Count == 0 && from >= to) posted.Refuse("to", "assignment.hours", ("下班时间应晚于上班时间。", "Working hours must end after they begin."));
        return before with
        {
            Rules = posted.Arranged("rules", [.. posted.Many("rule").Select(k => before.Rules.FirstOrDefault(r => r.Key == k)).OfType<AssignmentRule>()]), Open = posted.When("open"), Done = posted.When("done"),
            Hours = before.Hours with { From = from, To = to, Days = days }, Away = posted.Arranged("away", [.. Enumerable.Range(0, posted.Rows("aways")).Select(i => Away(posted, i))], () => Leave(posted)),
        };
    }

    private static Absence Leave(PostedSettings posted) => new(0, posted.Visit.Display.Today, posted.Visit.Display.Today);

    private static Absence Away(PostedSettings posted, int i)
    {
        var member = long.TryParse(posted.Text($"away{i}.member"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && posted.Visit.Actor.Directory.Members.ContainsKey(id) ? id : 0;
        var (from, to) = (posted.Day($"away{i}.from"), posted.Day($"away{i}.to"));
        if (posted.Verb.Count == 0 && member == 0) posted.Refuse($"away{i}.member", "assignment.no_member", ("请选择成员。", "Choose a member."));
        if (posted.Verb.Count == 0 && from > to) posted.Refuse($"away{i}.to", "assignment.leave", ("结束不能早于开始。", "Leave cannot end before it begins."));
        return new(member, from ?? posted.Visit.Display.Today, to ?? posted.Visit.Display.Today);
    }

    /// <summary>Fields that the table of such a rule can look at.</summary>
    public static IEnumerable<Field> Fields(Form form, AssignmentMode mode) => form.Fields.Where(f => f is { Column: not null, System: false, Definition.Hidden: false }
        && (mode == AssignmentMode.Region ? f.Type.Kind(f) == ValueKind.Region : f.Type.Kind(f) is ValueKind.Choice or ValueKind.Reference or ValueKind.Text && (f.Type.Kind(f) != ValueKind.Text || f.Type.Options(f).Count == 0)));
}
