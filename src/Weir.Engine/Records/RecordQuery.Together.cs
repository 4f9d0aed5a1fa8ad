using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Sql.Query;
using Weir.Sql.Sessions;

namespace Weir.Engine.Records;

public sealed partial class RecordQuery
{
    /// <summary>Amounts that stand in the currencies of their records, and whose worth at home nobody keeps, come together only where all are the house's.</summary>
    private sealed class Mixture(JoinPlan joins, IReadOnlyList<(FieldPath? Path, Aggregation How)> measures)
    {
        private readonly IReadOnlyList<Operand?> currencies = [.. measures.Select(m => m.How == Aggregation.Count || m.Path is null ? null : Currency(joins, m.Path))];

        /// <summary>To be asked behind the measures: the first and the last currency of each that may be mixed.</summary>
        public IEnumerable<Measure> Ends => currencies.OfType<Operand>().SelectMany(c => new[] { new Measure(Aggregation.Min, c), new Measure(Aggregation.Max, c) });

        /// <param name="from">Where the ends begin in the row.</param>
        public bool Says(Row row, int from, int measure, Actor actor)
        {
            if (currencies[measure] is not { } currency) return true;
            var at = from + 2 * currencies.Take(measure).Count(c => c is not null);
            return IsHome(at) && IsHome(at + 1);

            bool IsHome(int i) => Field.Code(row.Value(i, currency.Type, currency.Scale)) is not { } code || code == actor.Directory.Currency;
        }

        private static Operand? Currency(JoinPlan joins, FieldPath path) => path.Field is not { AddsUp: false, StandsIn: { Column: not null } currency } ? null
            : joins.Operand(currency.Form == path.Field.Form ? path with { Field = currency } : new FieldPath([.. path.Via.SkipLast(1)], currency));
    }
}
