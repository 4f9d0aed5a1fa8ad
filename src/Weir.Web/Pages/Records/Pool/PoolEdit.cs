using Weir.Engine.Access;
using Weir.Engine.Capabilities.Pool;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Web.Pages.Records.Settings;

namespace Weir.Web.Pages.Records.Pool;

/// <summary>One pool, and what holds for all pools of a form, as they were typed. Publishes nothing.</summary>
internal static class PoolEdit
{
    public const int MostDays = 3650;
    public const int MostRecords = 1_000_000;

    /// <summary>A pool that nobody has filled in yet: as usual where nothing was decided.</summary>
    public static PoolDefinition Fresh { get; } = new() { Key = "", Label = ("", "") };

    public static PoolDefinition Read(PostedSettings posted, PoolDefinition before)
    {
        var holding = new HoldingDefinition(posted.Number("holding", 0, MostRecords), posted.Arranged("except", Exceptions(posted), () => new HoldingException(new MemberSet(), 0)));
        var extension = new ExtensionDefinition(posted.Number("extension.times", 0, 100), posted.Number("extension.days", 0, MostDays), posted.Number("extension.total", 0, MostDays));
        return before with
        {
            Label = posted.Label("label"), Mode = posted.Choice("mode", PoolMode.Open), Disabled = !posted.Ticked("enabled"), When = posted.When("when"), Members = posted.Who("members"), Admins = posted.Who("admins"),
            DailyClaims = posted.Number("daily", 0, MostRecords), CooldownDays = posted.Number("cooldown", 0, MostDays), Locks = posted.Number("locks", 0, MostRecords), WarnDays = posted.Numbers("warn", 1, MostDays),
            Holding = holding is { Most: 0, Except: null or { Count: 0 } } ? null : holding, Extension = extension.Times == 0 ? null : extension with { Total = Math.Max(extension.Total, extension.Days) },
            Recycle = posted.Arranged("rule", [.. Enumerable.Range(0, posted.Rows("rules")).Select(i => Rule(posted, i))], () => new RecycleDefinition { Reason = "" }),
        };
    }

    private static List<HoldingException> Exceptions(PostedSettings posted) =>
        [.. Enumerable.Range(0, posted.Rows("excepts")).Select(i => new HoldingException(posted.Who($"except{i}.who"), posted.Number($"except{i}.most", 0, MostRecords)))];

    private static RecycleDefinition Rule(PostedSettings posted, int i)
    {
        var levels = posted.Arranged($"level{i}", [.. Enumerable.Range(0, posted.Rows($"rule{i}.levels")).Select(j => Level(posted, $"rule{i}.level{j}"))], () => new LevelDefinition(new ConditionDefinition(), 1));
        var rule = new RecycleDefinition
        {
            Reason = posted.Text($"rule{i}.reason"), Days = posted.NumberOrNone($"rule{i}.days", 1, MostDays), WorkingDays = posted.Ticked($"rule{i}.working"), Since = posted.Many($"rule{i}.since"), Unless = posted.When($"rule{i}.unless"), Levels = levels,
        };
        if (posted.Verb.Count == 0 && rule.Days is null && levels.Count == 0) posted.Refuse($"rule{i}.days", "pool.no_days", ("请填写天数。", "Enter a number of days."));
        return rule;
    }

    private static LevelDefinition Level(PostedSettings posted, string name)
    {
        var level = new LevelDefinition(posted.When(name + ".when") ?? new ConditionDefinition(), posted.NumberOrNone(name + ".days", 1, MostDays) ?? 1);
        if (posted.Verb.Count == 0 && level.When is { All: null, Any: null, Field: null }) posted.Refuse(name + ".when", "pool.no_level", ("请写明是哪一级，例如“等级 是 A”。", "Define the level, for example 'Grade is A'."));
        return level;
    }

    public static PoolSettings Read(PostedSettings posted, PoolSettings before) => before with
    {
        Pools = posted.Arranged("pool", [.. posted.Many("pool").Select(k => before.Pools.FirstOrDefault(p => p.Key == k)).OfType<PoolDefinition>()]), Masked = posted.Many("masked"), Reasons = posted.Many("reasons"),
        Counts = posted.When("counts"), Keep = posted.When("keep"), Glimpse = posted.When("glimpse"), ProtectedUntil = posted.Text("protected") is { Length: > 0 } key ? key : null,
    };

    /// <summary>The form with these pools; where it keeps words of its own for its pools, a new one is added to them and a changed name follows.</summary>
    public static FormDefinition With(FormDefinition form, PoolSettings settings)
    {
        var fields = form.Fields.Select(f => f.Key == Field ? f with { Settings = Options(f, settings) } : f).ToList();
        return CapabilitySettings.With(form with { Fields = fields }, Engine.Capabilities.Pool.Pool.KeyOf, settings);
    }

    private static Dictionary<string, System.Text.Json.JsonElement> Options(FieldDefinition field, PoolSettings settings)
    {
        var all = field.Settings?.ToDictionary(p => p.Key, p => p.Value) ?? [];
        var present = all.TryGetValue("options", out var written) ? System.Text.Json.JsonSerializer.Deserialize<List<Option>>(written, Engine.Apps.DefinitionJson.Options)! : [];
        var kept = present.Select(o => settings.Pools.FirstOrDefault(p => p.Key == o.Key) is { } pool ? o with { Label = pool.Label } : o);
        all["options"] = CapabilitySettings.Write(kept.Concat(settings.Pools.Where(p => present.All(o => o.Key != p.Key)).Select(p => new Option(p.Key, p.Label, "grey"))).ToList());
        return all;
    }

    private const string Field = "pool";

    /// <summary>Fields that can be masked for members of a pool.</summary>
    public static IEnumerable<Field> Maskable(Form form, IReadOnlyList<string> chosen) =>
        form.Fields.Where(f => f is { Column: not null, System: false, Type.HoldsFiles: false } && f != form.Title && (!f.Definition.Hidden && !f.Type.Computed || chosen.Contains(f.Key)));

    /// <summary>Dates and moments from which days can be counted.</summary>
    public static IEnumerable<Field> Moments(Form form) => form.Fields.Where(f => f is { Column: not null } && f.Type.Kind(f) is ValueKind.Moment or ValueKind.Date);

    public static IReadOnlyList<Option> Reasons(Form form) => form.Find("return_reason") is { } field ? [.. field.Type.Options(field).Where(o => !o.Retired)] : [];
}
