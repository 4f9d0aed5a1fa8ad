using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Capabilities.Pool;

/// <summary>One pool with its conditions bound to the form.</summary>
internal sealed record CompiledPool(PoolDefinition Definition, Condition When, IReadOnlyList<RecycleRule> Rules)
{
    public string Key => Definition.Key;

    public bool HasMember(Directory directory, string app, long member) => Definition.Members.Has(directory, app, member) || HasAdmin(directory, app, member);

    public bool HasAdmin(Directory directory, string app, long member) => Definition.Admins.Has(directory, app, member);

    /// <summary>How many records the member may have; 0 is no cap. It is a rule for members of the pool: who is none, an administrator, is not capped.</summary>
    public int Cap(Directory directory, string app, long member) =>
        Definition.Holding is not { } holding || !HasMember(directory, app, member) ? 0 : (holding.Except?.FirstOrDefault(e => e.Who.Has(directory, app, member)))?.Most ?? holding.Most;
}

internal sealed record RecycleRule(string Reason, int? Days, bool WorkingDays, IReadOnlyList<Field> Since, Condition Unless, IReadOnlyList<(Condition When, int Days)> Levels);

/// <summary>The pools of one form, compiled: which pool a record belongs to, and what is written when it comes and goes.</summary>
internal sealed partial class PoolBook
{
    private PoolBook(Form form, PoolSettings settings) => (Form, Settings) = (form, settings);

    public Form Form { get; }

    public PoolSettings Settings { get; }

    public IReadOnlyList<CompiledPool> Pools { get; private set; } = [];

    public Condition Counts { get; private set; } = Condition.Always;

    public Condition Glimpse { get; private set; } = Condition.Always;

    public IReadOnlyList<(Field Field, object? Value)> Enter { get; private set; } = [];

    public IReadOnlyList<(Field Field, object? Value)> Leave { get; private set; } = [];

    public IReadOnlyList<(Field Field, object? Value)> Returned { get; private set; } = [];

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public static PoolBook Compile(Form form, PoolSettings settings)
    {
        if (settings.Pools.GroupBy(p => p.Key).FirstOrDefault(g => g.Count() > 1) is { } twin) throw Wrong(form, "pool.twin", ($"池“{twin.Key}”重复。", $"Two pools have the key '{twin.Key}'."));
        Permission.Maskable(form, settings.Masked);
        return new(form, settings)
        {
            Pools = [.. settings.Pools.Select(p => new CompiledPool(p, Lasting(form, p.When), [.. p.Recycle.Select(r => Compile(form, r))]))],
            Counts = Condition.Compile(form, settings.Counts), Glimpse = Condition.Compile(form, settings.Glimpse), keep = settings.Keep is null ? null : Lasting(form, settings.Keep),
            protectedUntil = settings.ProtectedUntil is { } key ? Moment(form, key) : null,
            Enter = Values(form, settings.Enter), Leave = Values(form, settings.Leave), Returned = Values(form, settings.Returned),
        };
    }

    public CompiledPool? Find(string? key) => Pools.FirstOrDefault(p => p.Key == key);

    /// <summary>The pool in which the record lies, or whose rules it is under while it has an owner: the first that takes it.</summary>
    public CompiledPool? Of(Record record, LinkedRecords linked, Actor actor, DateTime now) =>
        record[SystemFields.Owner] is null && Find(record[HandingFields.Pool] as string) is { } at ? at : Taking(record, linked, actor, now);

    public CompiledPool? Taking(Record record, LinkedRecords linked, Actor actor, DateTime now) =>
        Pools.FirstOrDefault(p => !p.Definition.Disabled && RuleBook.Holds(p.When, record, linked, actor, now));

    private static RecycleRule Compile(Form form, RecycleDefinition d) => new(
        d.Reason, d.Days, d.WorkingDays, [.. d.Since.Select(s => Moment(form, s))], d.Unless is null ? new Condition.Any([]) : Lasting(form, d.Unless), [.. d.Levels.Select(l => (Lasting(form, l.When), l.Days))]);

    /// <summary>A condition on the record alone that no passing of time changes: what follows from it is kept in a field.</summary>
    private static Condition Lasting(Form form, ConditionDefinition? definition)
    {
        var condition = Condition.Compile(form, definition);
        return condition.Paths.All(p => p.Via.Count == 0) && !condition.DependsOnTime ? condition
            : throw Wrong(form, "pool.bad_condition", ("池的条件只能看本记录的字段，且不能随时间变化（可用汇总字段和公式字段）。", "A condition of a pool looks at fields of the record alone and not at the time; roll-ups and formulas will do."));
    }

    private static Field Moment(Form form, string key) => form.Find(key) is { Column: not null } field && field.Type.Kind(field) is ValueKind.Moment or ValueKind.Date ? form[key]
        : throw Wrong(form, "pool.no_date", ($"“{key}”不是日期或时间字段。", $"'{key}' is not a date or a time."));

    private static List<(Field, object?)> Values(Form form, IReadOnlyDictionary<string, JsonElement> values)
    {
        var all = new List<(Field, object?)>();
        foreach (var (key, json) in values)
        {
            if (form.Find(key) is not { Column: not null, Type.Computed: false } field) throw Wrong(form, "pool.no_field", ($"没有可写的字段“{key}”。", $"There is no field '{key}' to write."));
            try
            {
                all.Add((field, field.Type.FromJson(field, json)));
            }
            catch (ValueError wrong)
            {
                throw new DefinitionError($"{form.Key}.pool.{key}", wrong.Code, wrong.Words);
            }
        }
        return all;
    }

    private static DefinitionError Wrong(Form form, string code, Words words) => new($"{form.Key}.pool", code, words);
}
