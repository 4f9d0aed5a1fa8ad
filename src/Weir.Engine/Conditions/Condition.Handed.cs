using System.Globalization;
using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Query;
using Weir.Sql.Tables;

namespace Weir.Engine.Conditions;

public abstract partial record Condition
{
    /// <summary>The record changed hands in one way within a period, as the log of owners tells: <c>ownership.claim</c>, <c>within</c>, <c>2026-11-02..2026-11-08</c>. Asked of a database only.</summary>
    /// <param name="Members">Only from or to one of them; null asks nothing. Written behind the period: <c>2026-11-02..2026-11-08,11,12</c>.</param>
    public sealed record Handed(FieldPath Owner, OwnershipKind Kind, string Word, IReadOnlyList<long>? Members) : Condition
    {
        private const string Prefix = "ownership.";

        /// <summary>What is counted as going into a pool and out of it, in the order of the day.</summary>
        public static readonly IReadOnlyList<(OwnershipKind Kind, Words Label)> Kinds =
        [
            (OwnershipKind.In, ("入池", "Put in")), (OwnershipKind.Claim, ("领取", "Claimed")), (OwnershipKind.Assign, ("分配", "Assigned")), (OwnershipKind.Return, ("退回", "Returned")), (OwnershipKind.Recycle, ("回收", "Taken back")),
        ];

        public static string Name(OwnershipKind kind) => kind.ToString().ToLowerInvariant();

        /// <summary>What a condition on a field of this name asks; null for every other field.</summary>
        public static (OwnershipKind Kind, Words Label)? Named(string? field) =>
            field?.StartsWith(Prefix, StringComparison.Ordinal) == true && Kinds.Where(k => field[Prefix.Length..] == Name(k.Kind)).ToList() is [var one] ? one : null;

        /// <summary>The condition as it is written.</summary>
        public static ConditionDefinition Write(OwnershipKind kind, DateOnly from, DateOnly to, IReadOnlyList<long>? members) =>
            new() { Field = Prefix + Name(kind), Op = "within", Value = JsonSerializer.SerializeToElement(string.Join(',', new[] { Period.Word(from, to) }.Concat(members?.Select(m => m.ToString(CultureInfo.InvariantCulture)) ?? []))) };

        /// <summary>The period and the members of a value.</summary>
        public static (string Word, IReadOnlyList<long>? Members) Parts(string value)
        {
            var parts = value.Split(',');
            var members = parts.Skip(1).Select(p => long.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).ToList();
            return (parts[0], members.Count == 0 ? null : members);
        }

        internal static Handed? Read(Form form, ConditionDefinition d)
        {
            if (Named(d.Field) is not { } named || form.IsLine) return null;
            if (d.Op != "within") throw new DefinitionError(form.Key, "condition.wrong_operator", ($"“{named.Label.Zh}”只能用“在”。", $"'{named.Label.En}' can only be within a period."));
            var (word, members) = Parts(d.Value is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "");
            if (Period.Find(word, new DateOnly(2026, 1, 1)) is null)
                throw new DefinitionError(form.Key, "condition.bad_period", ("没有这个时间范围。", "There is no such period."));
            return new(new FieldPath([], form[SystemFields.Owner]), named.Kind, word, members);
        }

        internal Predicate Bound(ConditionContext context) => Period.Find(Word, context.Today) is not { } period ? Predicate.False
            : new Predicate.InSelect(JoinPlan.Id(JoinPlan.Root), OwnershipRows.Handed(Owner.Field.Form.App.Schema, Owner.Field.Form.No, Name(Kind), context.StartOf(period.From), context.StartOf(period.To.AddDays(1)), Members));
    }
}
