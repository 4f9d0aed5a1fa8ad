using Weir.Engine.Problems;

namespace Weir.Engine.Records;

/// <summary>Finds equal unique values among records that are created in one transaction, before the index would.</summary>
internal sealed class BatchTwins
{
    private readonly HashSet<(string Field, object Value)> seen = [];

    /// <exception cref="ProblemException">An earlier record of the batch has the value.</exception>
    public void Refuse(SaveUnit unit)
    {
        var mine = new List<(string, object)>();
        foreach (var field in unit.Form.Stored.Where(f => f.Definition.Unique && unit.Record[f] is not null))
        {
            if (TwinCheck.Value(unit.Record, field) is not { } value) continue;
            if (seen.Contains((field.Key, value)))
                throw Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), Validation.Told(unit.Access, new(field.Key, "field.not_unique", TwinCheck.Words(field)))).Exception();
            mine.Add((field.Key, value));
        }
        seen.UnionWith(mine);
    }
}
