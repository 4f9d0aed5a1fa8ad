using Weir.Engine.Actions;
using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Pipeline;

/// <summary>What the verbs of a pipeline share: the book, and on which records they are done.</summary>
internal abstract class StageVerb : RecordAction
{
    public required PipelineBook Book { get; init; }

    public required Condition On { get; init; }

    public override Condition When => On;

    /// <summary>Asks for words.</summary>
    private protected static FieldDefinition Words(string key, Words label, bool required) => new() { Key = key, Type = "long_text", Label = label, Required = required, Settings = new() { ["maxLength"] = System.Text.Json.JsonSerializer.SerializeToElement(2000) } };

    /// <summary>A field of the record as a question; what nobody types otherwise is answered here.</summary>
    private protected static FieldDefinition Asked(Field field, bool required) => field.Definition with { Required = required, ReadOnly = false, Hidden = false, Unique = false, Default = null };

    private protected static object Today(ActionRun run) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(run.Now, run.Actor.Zone));

    /// <summary>Writes down why the record came where it is now.</summary>
    private protected async ValueTask Note(ActionRun run, string? why)
    {
        if (!string.IsNullOrWhiteSpace(why)) await Sql.Tables.StageRows.Note(run.Session, Form.App.Schema, Form.No, run.Record.Id, why);
    }
}
