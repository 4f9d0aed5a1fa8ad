using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Pricing;

/// <summary>Shares a discount on the whole out among the lines: by their amounts, half a cent away from zero, and the last line takes what rounding leaves, so that the shares are the discount.</summary>
internal sealed class PriceShare(PricePlan plan, Field of, Field by, Field into)
{
    public void Apply(Record record)
    {
        var lines = record.Lines(plan.Lines);
        var bearing = lines.Where(l => l[by] is decimal and > 0).ToList();
        var (whole, discount) = (bearing.Sum(l => (decimal)l[by]!), record[of] as decimal? ?? 0m);
        var left = discount;
        foreach (var line in lines)
        {
            var at = bearing.IndexOf(line);
            var share = at < 0 ? 0m : at == bearing.Count - 1 ? left : Math.Round(discount * (decimal)line[by]! / whole, 2, MidpointRounding.AwayFromZero);
            left -= share;
            // A line without any keeps its silence.
            if (share != 0m || line[into] is not null) line[into] = share;
        }
    }

    /// <summary>Whether what a line brings in, less its share, is below its lowest price.</summary>
    public bool IsBelow(Record line, decimal floor) =>
        line[into] is decimal and not 0m and var share && line[by] is decimal amount && line[plan.Quantity] is decimal quantity && amount - share < Math.Round(floor * quantity, 2, MidpointRounding.AwayFromZero);
}
