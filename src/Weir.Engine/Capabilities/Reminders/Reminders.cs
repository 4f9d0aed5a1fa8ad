using System.Text.Json;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Reminders;

/// <summary>Records of the form remind people by rules. Holds the rules only: the round looks every minute for what is due.</summary>
public sealed class Reminders : Capability
{
    public const string KeyOf = "reminders";

    public override string Key => KeyOf;

    internal override JsonElement InFull(JsonElement settings) => InFull<ReminderSettings>(settings);

    internal override object Prepare(Form form, JsonElement settings) => ReminderBook.Compile(form, Read<ReminderSettings>(form.Key, settings));

    internal static ReminderBook? Book(Form form) => form.Settings<ReminderBook>(KeyOf);
}
