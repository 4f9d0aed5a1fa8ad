using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>One set of fields that no two records have in common, compiled. Compares; looks nothing up.</summary>
internal sealed class DuplicateKey
{
    private readonly KeyDefinition definition;

    /// <exception cref="DefinitionError">An unknown field, or a first one without a key.</exception>
    public DuplicateKey(Form form, KeyDefinition definition)
    {
        this.definition = definition;
        Fields = [.. definition.Fields.Select(k => form.Find(k) is { Column: not null, Type.Computed: false } field ? field : throw Wrong(form, k, "duplicates.unknown_field", ($"没有可比较的字段“{k}”。", $"There is no field '{k}' that can be compared.")))];
        if (Fields.Count == 0 || First.KeyColumn is null && !First.Definition.Unique)
            throw Wrong(form, definition.Fields.FirstOrDefault() ?? "", "duplicates.no_index", ("查重的第一个字段应是公司名称、电话、邮箱，或设为唯一的字段。", "The first field of a key must be a company, a phone, an e-mail address or a unique field."));
    }

    public IReadOnlyList<Field> Fields { get; }

    /// <summary>The one that is looked up.</summary>
    public Field First => Fields[0];

    public Reaction For(Channel channel) => definition.Reactions.GetValueOrDefault(channel, Reaction.Refuse);

    /// <summary>What is looked up; null when the record lacks one of the fields.</summary>
    public object? Of(Record record) => Fields.All(f => record[f] is not (null or "" or Array { Length: 0 })) ? TwinCheck.Value(record, First) is var value and not "" ? value : null : null;

    /// <summary>Of many-valued fields one value in common is enough.</summary>
    public bool Same(Record a, Record b) => Fields.All(f => f.Type.Kind(f) == ValueKind.Many
        ? (a[f] as Array)?.Cast<object>().Intersect((b[f] as Array)?.Cast<object>() ?? []).Any() == true
        : TwinCheck.Value(a, f) is { } value && Equals(value, TwinCheck.Value(b, f)));

    private static DefinitionError Wrong(Form form, string field, string code, Words words) => new($"{form.Key}.{field}", code, words);
}
