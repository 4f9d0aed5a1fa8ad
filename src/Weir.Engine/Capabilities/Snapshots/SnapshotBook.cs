using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Insight;
using Weir.Engine.Insight.Widgets;
using Weir.Sql.Query;

namespace Weir.Engine.Capabilities.Snapshots;

/// <summary>The compiled settings of one form of snapshots. Takes none.</summary>
internal sealed class SnapshotBook
{
    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public SnapshotBook(Form form, SnapshotSettings settings)
    {
        Form = form;
        Of = form.App.Find(settings.Of) ?? throw Wrong("snapshot.no_form", ($"没有表单“{settings.Of}”。", $"There is no form '{settings.Of}'."));
        Where = Condition.Compile(Of, settings.Where);
        Day = Named(settings.Day) is var day && day.Type.Kind(day) == ValueKind.Date ? day : throw Wrong("snapshot.bad_day", ($"“{settings.Day}”不是日期字段。", $"'{settings.Day}' is no date."));
        Key = Named(settings.Key) is var key && key.Type.Kind(key) == ValueKind.Text ? key : throw Wrong("snapshot.bad_key", ($"“{settings.Key}”不是文本字段。", $"'{settings.Key}' is no text."));
        By = [.. settings.By.Select(b => (Named(b.Key), Path(b.Value.Field), BarsKind.Bucket($"{form.Key}.{b.Key}", b.Value.Bucket)))];
        Values = [.. settings.Values.Select(v => (Named(v.Key), v.Value.Field is null ? null : Path(v.Value.Field), v.Value.How is "count" or "sum" or "avg" or "min" or "max" && (v.Value.How == "count" || v.Value.Field is not null)
            ? v.Value.How : throw Wrong("widget.no_way", ($"没有统计方式“{v.Value.How}”。", $"There is no way '{v.Value.How}' to sum up."))))];

        Field Named(string name) => form.Find(name) is { Column: not null, Type.Computed: false } field ? field : throw Wrong("snapshot.no_such_field", ($"没有可写入的字段“{form.Key}.{name}”。", $"There is no field '{form.Key}.{name}' to write to."));
        FieldPath Path(string path) => Of.Path(path) is { InLines: false, Field.Column: not null } found ? found : throw Wrong("snapshot.no_such_field", ($"没有字段“{Of.Key}.{path}”。", $"There is no field '{Of.Key}.{path}'."));
        DefinitionError Wrong(string code, Words words) => new($"{form.Key}.capabilities.snapshots", code, words);
    }

    public Form Form { get; }

    public Form Of { get; }

    public Condition Where { get; }

    public Field Day { get; }

    public Field Key { get; }

    public IReadOnlyList<(Field To, FieldPath From, DateBucket Bucket)> By { get; }

    public IReadOnlyList<(Field To, FieldPath? From, string How)> Values { get; }
}
