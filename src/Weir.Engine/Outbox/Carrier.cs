using Weir.Sql.Schema;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Outbox;

/// <summary>An entry of the outbox that a courier holds for one try.</summary>
/// <param name="Place">The schema whose outbox it lies in: an app's, or the organisation's.</param>
public sealed record Letter(SqlName Place, OutboxRow Row)
{
    /// <summary>Takes it out of the outbox within the transaction that does what it asks for: both happen, or neither.</summary>
    /// <exception cref="LetterLost">The lease ended and another courier has it.</exception>
    internal async ValueTask Finish(Session session)
    {
        if (await OutboxRows.Done(session, Place, Row.Id, Row.Tries) == 0) throw new LetterLost();
    }
}

/// <summary>Takes one kind of letter where it belongs. Throws when it could not, and is asked again later.</summary>
public abstract class Carrier
{
    /// <summary>The kind of letter, as stored.</summary>
    public abstract string Kind { get; }

    /// <summary>Does what the letter asks for and finishes it.</summary>
    public abstract Task Carry(Letter letter, CancellationToken cancel);
}

/// <summary>Another courier holds the letter by now; whatever was done for it in this transaction is undone.</summary>
internal sealed class LetterLost() : Exception("Another courier holds this letter.");
