using System.Text.Json;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.Assignment;

/// <summary>That records are to be dealt out after the commit: they have lost their owner, or wait for working hours. Who has one by then keeps it.</summary>
/// <param name="Records">Each with who has just lost it.</param>
internal sealed record AssignmentLetter(int FormNo, AssignmentTrigger Trigger, IReadOnlyList<WaitingRecord> Records)
{
    /// <summary>The kind of letter in the outbox.</summary>
    public const string Kind = "assignment_deal";

    /// <summary>So many are dealt out in one transaction.</summary>
    private const int AtOnce = 200;

    public static AssignmentLetter Read(string payload) => JsonSerializer.Deserialize<AssignmentLetter>(payload, DefinitionJson.Options) ?? throw new JsonException("An empty letter.");

    /// <param name="at">When they are to be dealt out, UTC.</param>
    public async ValueTask Send(Session session, App app, RecordIds ids, DateTime at)
    {
        foreach (var some in Records.Chunk(AtOnce))
            await OutboxRows.Add(session, app.Schema, new(ids.Next(), Kind, JsonSerializer.Serialize(this with { Records = some }, DefinitionJson.Options), at, 0, null));
    }
}

internal sealed record WaitingRecord(long Id, long? From);
