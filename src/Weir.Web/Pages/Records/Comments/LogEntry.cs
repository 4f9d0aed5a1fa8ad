using Weir.Engine.Actions;
using Weir.Engine.Capabilities.Timeline;
using Weir.Engine.Forms;
using Weir.Engine.Insight.Streams;

namespace Weir.Web.Pages.Records.Comments;

/// <summary>The action by which somebody writes down what was done about a record, and its questions that stand in the composer. Whether it can be done now is said by the record.</summary>
public sealed record LogEntry(RecordAction Action, TimelineSource Source)
{
    public Form Question => Action.Ask!;

    /// <summary>The question by the key of a field of what is written.</summary>
    public Field? Asks(Field? field) => field is null ? null : Question.Find(field.Key);

    public Field Text => Question[Source.Text.Key];

    /// <summary>Null where nothing of the kind can be done.</summary>
    public static LogEntry? Of(FormVisit visit, IEnumerable<RecordAction> possible) => Streams.Sources(visit.Actor, visit.Form)
        .Select(s => possible.FirstOrDefault(a => a.Key == s.Action && a.Ask?.Find(s.Text.Key) is not null) is { } action ? new LogEntry(action, s) : null).OfType<LogEntry>().FirstOrDefault();
}
