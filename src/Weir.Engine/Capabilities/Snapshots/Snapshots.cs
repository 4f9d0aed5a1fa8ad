using System.Text.Json;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Snapshots;

/// <summary>Records of the form keep how another form stood, day by day. Holds the settings only: the night takes them.</summary>
public sealed class Snapshots : Capability
{
    public const string KeyOf = "snapshots";

    public override string Key => KeyOf;

    internal override object Prepare(Form form, JsonElement settings) => new SnapshotBook(form, Read<SnapshotSettings>(form.Key, settings));

    internal static SnapshotBook? Book(Form form) => form.Settings<SnapshotBook>(KeyOf);
}
