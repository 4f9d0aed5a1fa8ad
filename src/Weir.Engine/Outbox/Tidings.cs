using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Apps;
using Weir.Engine.Records;
using Weir.Sql.Migrations;
using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Outbox;

/// <summary>That something happened which one member should know: written into the outbox in the transaction of the change, so that it is told only if the change holds.
/// Says nothing yet about whether the member may know it.</summary>
/// <param name="To">The member.</param>
/// <param name="By">Who did it; 0 for the system.</param>
/// <param name="Count">Of how many records; <paramref name="Records"/> holds the first of them.</param>
/// <param name="Thread">Later ones of the same thread add to the unread notification instead of making another.</param>
internal sealed record Tidings(long To, NotificationKind Kind, long By)
{
    /// <summary>The kind of letter that carries them.</summary>
    public const string Letter = "notification";

    /// <summary>So many records are looked at one by one when the letter is carried.</summary>
    public const int MostRecords = 50;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public int? FormNo { get; init; }

    public IReadOnlyList<long> Records { get; init; } = [];

    public int Count { get; init; } = 1;

    public string? Thread { get; init; }

    /// <summary>What the kind needs to be told well: the id of a comment, of a batch, of a member.</summary>
    public string? Detail { get; init; }

    /// <summary>Told in the program and never mailed.</summary>
    public bool OnlyHere { get; init; }

    /// <summary>Puts them into the outbox of an app.</summary>
    public ValueTask Send(Session session, App app, RecordIds ids, DateTime now) => Send(session, app.Schema, ids, now);

    /// <summary>Puts them into the outbox of the organisation.</summary>
    public ValueTask Send(Session session, RecordIds ids, DateTime now) => Send(session, OrgMigrations.Schema, ids, now);

    public static Tidings Read(string payload) => JsonSerializer.Deserialize<Tidings>(payload, Options) ?? throw new JsonException("An empty letter.");

    private ValueTask Send(Session session, SqlName place, RecordIds ids, DateTime now) =>
        OutboxRows.Add(session, place, new(ids.Next(), Letter, JsonSerializer.Serialize(this, Options), now, 0, null));
}
