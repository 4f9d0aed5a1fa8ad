using Weir.Engine.Problems;

namespace Weir.Web.Http;

/// <summary>What was wrong with a form that somebody sent, in their language, for drawing it again; nothing on the first look.</summary>
public sealed class Refused
{
    private readonly ILookup<string, string> byField;

    private Refused(Visit visit, Problem? problem)
    {
        byField = (problem?.Errors ?? []).ToLookup(e => e.Field, e => visit.Say(e.Message));
        Message = problem is null ? null : visit.Say(problem.Message);
        Status = problem is null ? 200 : ProblemAnswer.Status(problem.Kind);
    }

    /// <summary>The refusal as a whole; null when there is none.</summary>
    public string? Message { get; }

    /// <summary>The status to answer with.</summary>
    public int Status { get; }

    /// <summary>What is wrong with a field, or null.</summary>
    public string? this[string field] => byField.Contains(field) ? string.Join(" ", byField[field]) : null;

    /// <summary>For the summary at the top: each error with the id of its field; errors of no field stand without.</summary>
    /// <param name="prefix">What the ids of the form's fields begin with.</param>
    public IReadOnlyList<(string? FieldId, string Text)> Lines(string prefix = "f-") => byField.Count == 0
        ? Message is null ? [] : [(null, Message)]
        : [.. byField.SelectMany(group => group.Select(text => (group.Key.Length == 0 ? null : prefix + group.Key, text)))];

    public static Refused Nothing(Visit visit) => new(visit, null);

    public static Refused By(Visit visit, ProblemException refusal)
    {
        if (refusal.Problem.Detail is Engine.Access.SignIn.Waiting { Seconds: var seconds })
            visit.Http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new(visit, refusal.Problem);
    }
}
