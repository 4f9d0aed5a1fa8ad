using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Problems;

namespace Weir.Engine.Exchange.Imports;

/// <summary>Turns the refusal of a file into a problem of the engine, with the same code and words.</summary>
internal static class SheetFaults
{
    public static Problem Problem(SheetProblem refused) => Problems.Problem.Invalid(refused.Code, (refused.Message(chinese: true), refused.Message(chinese: false)));

    /// <exception cref="ProblemException">The file is refused.</exception>
    public static T Told<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SheetProblem refused)
        {
            throw Problem(refused).Exception();
        }
    }
}
