using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

public abstract partial class AttachmentField
{
    private const int MostFiles = 50;

    public override IReadOnlyList<FieldDefinition> Settings { get; } = [Setting.Number("max", "最多个数", "How many at most")];

    public override object? Prepare(Field field) => field.Settings.Int("max", 20) is >= 1 and <= MostFiles and var max
        ? new[] { max }
        : throw Setting.Wrong(field, "max", ($"个数应在 1 到 {MostFiles} 之间。", $"The number must be 1 to {MostFiles}."));
}
