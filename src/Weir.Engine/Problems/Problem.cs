using Weir.Engine.Forms;

namespace Weir.Engine.Problems;

/// <summary>The kinds of refusal; each has one HTTP status, decided by the web project.</summary>
public enum ProblemKind { Invalid, NotFound, Forbidden, Conflict, TooMany, Unavailable }

/// <summary>What is wrong with one field: a stable code and words with the remedy.</summary>
/// <param name="Field">Field key, <c>lines[2].qty</c> for a cell of a line, or empty for the record as a whole.</param>
public sealed record FieldError(string Field, string Code, Words Message);

/// <summary>A refusal made on purpose: kind, stable code, words for the user in both languages, and errors by field.</summary>
public sealed record Problem(ProblemKind Kind, string Code, Words Message, IReadOnlyList<FieldError> Errors)
{
    /// <summary>What the caller needs to go on, such as the present values of a stale record; never more than the actor may see.</summary>
    public object? Detail { get; init; }

    public static Problem Invalid(string code, Words message, params IReadOnlyList<FieldError> errors) => new(ProblemKind.Invalid, code, message, errors);

    public static Problem NotFound(string code = "record.not_found") =>
        new(ProblemKind.NotFound, code, ("找不到这条记录：它可能已被删除，或你无权查看。", "Not found: it may have been deleted, or you may not see it."), []);

    public static Problem Forbidden(string code, Words message) => new(ProblemKind.Forbidden, code, message, []);

    public static Problem Conflict(string code, Words message) => new(ProblemKind.Conflict, code, message, []);

    public static Problem TooMany(string code, Words message) => new(ProblemKind.TooMany, code, message, []);

    public static Problem Unavailable(string code, Words message) => new(ProblemKind.Unavailable, code, message, []);

    public ProblemException Exception() => new(this);
}

/// <summary>Carries a <see cref="Problem"/> out of a unit of work, so that its transaction rolls back by itself.</summary>
public sealed class ProblemException(Problem problem) : Exception(
    string.Join(' ', problem.Errors.Select(e => $"[{e.Field} {e.Code}: {e.Message.En}]").Prepend($"{problem.Code}: {problem.Message.En}")))
{
    public Problem Problem { get; } = problem;
}
