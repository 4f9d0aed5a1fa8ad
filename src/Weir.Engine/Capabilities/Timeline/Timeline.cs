using System.Text.Json;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Timeline;

/// <summary>Records of a form are things that were done about other records, and stand in the streams of these. It changes no save; who reads the streams is another matter.</summary>
public sealed class Timeline : Capability
{
    public const string KeyOf = "timeline";

    public override string Key => KeyOf;

    internal override object Prepare(Form form, JsonElement settings) => TimelineSource.Compile(form, Read<TimelineSettings>(form.Key, settings));

    public static TimelineSource? Source(Form form) => form.IsQuestion || form.IsLine ? null : form.Settings<TimelineSource>(KeyOf);
}
