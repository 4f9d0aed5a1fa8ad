using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Web.Api;

/// <summary>Finds fields by the paths that a program wrote; what may not be seen is answered as what does not exist.</summary>
internal static class SentPaths
{
    /// <summary>How many links a query may follow: each is a join.</summary>
    private const int MostWays = 20;

    /// <param name="least">Masked to show a field, Read to find or sort by it.</param>
    /// <exception cref="ProblemException">Invalid: there is no such field for this actor.</exception>
    public static FieldPath Find(FormAccess access, string text, FieldRight least)
    {
        // Not Form.Path: that remembers every text it is asked for.
        if (FieldPath.Find(access.Form, text) is { InLines: false, Field.Column: not null } path && path.Text == text && RecordQuery.RightOf(access, path) >= least) return path;
        throw Problem.Invalid("field.unknown", ($"没有字段“{text}”。", $"There is no field '{text}'."), new FieldError(text, "field.unknown", ("没有这个字段。", "There is no such field."))).Exception();
    }

    /// <exception cref="ProblemException">Invalid: more tables than a database joins well.</exception>
    public static void Demand(IEnumerable<FieldPath> paths)
    {
        var ways = new HashSet<string>();
        foreach (var path in paths)
            for (var steps = 1; steps <= path.Via.Count; steps++) ways.Add(string.Join('.', path.Via.Take(steps).Select(v => v.Key)));
        if (ways.Count > MostWays)
            throw Problem.Invalid("query.too_wide", ($"一次查询最多经过 {MostWays} 个关联。", $"A query may follow at most {MostWays} links.")).Exception();
    }
}
