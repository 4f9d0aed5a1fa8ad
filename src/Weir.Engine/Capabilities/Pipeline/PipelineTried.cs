using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>A record that could not go on as it could before: the stage it would come to, and what new settings would miss there.</summary>
/// <param name="Owner">0 for nobody.</param>
public sealed record HeldBack(long Id, string Title, long Owner, Words Stage, IReadOnlyList<Words> Missing);

/// <summary>What other settings of a pipeline would do with its open records. Changes nothing.</summary>
/// <param name="Looked">So many were looked at, the newest first.</param>
/// <param name="More">There are older ones, which were not.</param>
/// <param name="Rates">How many hold another rate than the stage where they stand would have.</param>
/// <param name="Weighted">What they are worth by the rates that they hold; null without a field for the amount.</param>
/// <param name="Then">What they would be worth once they take over the rates of their stages.</param>
/// <param name="Held">How many could not go on as they could before.</param>
/// <param name="Rows">The first of those.</param>
public sealed record PipelineTried(int Looked, bool More, int Rates, decimal? Weighted, decimal? Then, int Held, IReadOnlyList<HeldBack> Rows);

/// <summary>How many records took over the rate of their stage, and how many could not be saved.</summary>
/// <param name="Left">So many still hold another rate.</param>
public sealed record Rerated(int Done, int Refused, int Left);
