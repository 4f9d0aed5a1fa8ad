using System.Text.Json;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records.Bulk;

/// <summary>Takes a bulk change back from what its outcome carries. It trusts nothing of that: every record takes the road of any other change.</summary>
public static class BulkUndo
{
    public static string Write(IEnumerable<BulkBefore> before) => JsonSerializer.Serialize(before);

    public static async Task<IReadOnlyList<BulkLine>> Run(FormVisit visit, string what, Field? field, string text)
    {
        var before = Read(text);
        if (what == "delete") return await BulkResult.Restore(visit, [.. before.Select(b => b.Id)]);
        return field is null ? throw Unknown() : await BulkResult.SetBack(visit, field, before);
    }

    private static IReadOnlyList<BulkBefore> Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<IReadOnlyList<BulkBefore>>(text) is { Count: > 0 and <= BulkChoice.Most } before && before.All(b => b is not null) ? before : throw Unknown();
        }
        catch (JsonException)
        {
            throw Unknown();
        }
    }

    private static ProblemException Unknown() => Problem.Invalid("bulk.bad_undo", ("无法撤销：内容不完整。", "This cannot be undone: what was sent is incomplete.")).Exception();
}
