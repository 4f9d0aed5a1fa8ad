using System.Diagnostics;

namespace Weir.Engine.Formulas.Tree;

/// <summary>One run of one formula: its scope and what is left of its budget; never shared between runs.</summary>
internal sealed class Evaluation(FormulaScope scope, FormulaBudget budget, int sourceLength)
{
    private const long ClockEvery = 1024;
    private long started;
    private long steps;

    public FormulaScope Scope => scope;

    public DateOnly Today => DateOnly.FromDateTime(Local(scope.Now));

    /// <summary>Counts work; the clock is read only now and then, because reading it costs more than a step.</summary>
    public void Step(int count = 1)
    {
        var before = steps;
        steps += count;
        if (steps > budget.Steps)
            throw Exceeded("计算步骤太多，已停止；请减少明细行数或简化公式。", "This formula takes too many steps. Use fewer rows or a simpler formula.");
        if (before / ClockEvery == steps / ClockEvery)
            return;
        // Nearly every formula ends before the clock is read at all.
        if (started == 0)
            started = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(started) >= budget.Time)
            throw Exceeded("计算时间太长，已停止；请简化公式。", "This formula takes too long. Make it simpler.");
    }

    /// <summary>Refuses a text of this many characters before it is made.</summary>
    public void Room(decimal length)
    {
        if (length > budget.TextLength)
            throw Exceeded("公式产生的文本太长，已停止；请缩短。", "This formula makes a text that is too long. Make it shorter.");
    }

    /// <summary>A UTC moment on the clock of the scope's zone.</summary>
    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), scope.Zone);

    /// <summary>The UTC moment of a local clock time; a time that a clock change skips moves one hour on.</summary>
    public DateTime Utc(DateTime local)
    {
        var plain = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return TimeZoneInfo.ConvertTimeToUtc(scope.Zone.IsInvalidTime(plain) ? plain.AddHours(1) : plain, scope.Zone);
    }

    private FormulaError Exceeded(string chinese, string english) => FormulaError.Budget(0, sourceLength, chinese, english);
}
