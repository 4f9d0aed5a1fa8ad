using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>One set of fields that no two records have in common, compiled. Compares; looks nothing up.</summary>
internal sealed class DuplicateKey
{
    private const int Buckets = 1024;

    private readonly KeyDefinition definition;
    private readonly ulong ground;

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    public DuplicateKey(Form form, KeyDefinition definition, int number)
    {
        this.definition = definition;
        Own = new(form, definition.Fields, definition.Like);
        Also = [.. definition.Also.Select(a => a.Value.Count == Fields.Count && form.App.Find(a.Key) is { } other ? new KeyPlace(other, a.Value, definition.Like)
            : throw new DefinitionError($"{form.Key}.{a.Key}", "duplicates.bad_also", ($"“{a.Key}”不是表单，或字段个数不同。", $"'{a.Key}' is no form, or has another number of fields.")))];
        if (For(Channel.Import) is Reaction.Touch or Reaction.Merge)
            throw new DefinitionError($"{form.Key}.{First.Key}", "duplicates.bad_import", ("导入遇到重复只能拒绝或允许。", "An import can only refuse or allow what is there already."));
        ground = Hash($"{form.App.Schema}.{form.Key}.{number}");
    }

    public KeyPlace Own { get; }

    /// <summary>The same in other forms.</summary>
    public IReadOnlyList<KeyPlace> Also { get; }

    public IReadOnlyList<Field> Fields => Own.Fields;

    public Field First => Own.First;

    public bool Like => Own.Like;

    public Reaction For(Channel channel) => definition.Reactions.GetValueOrDefault(channel, definition.Reaction);

    /// <summary>Its reaction would keep a second record from being made; so whoever brings a value keeps others with the same value waiting.</summary>
    public bool Bars(Channel channel) => For(channel) is Reaction.Refuse or Reaction.Touch or Reaction.Merge;

    public object? Of(Record record) => Own.Of(record);

    public bool Same(Record a, Record b) => Own.Same(a, Own, b);

    /// <summary>What is locked for a value; in buckets, so that the largest batch locks no more than these.</summary>
    public long Lock(object value) => (long)((ground & ~(ulong)(Buckets - 1) | Hash(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!) % Buckets) & long.MaxValue);

    /// <summary>FNV-1a: the same in every process, unlike string.GetHashCode.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = unchecked((hash ^ c) * 1099511628211UL);
        return hash;
    }
}
