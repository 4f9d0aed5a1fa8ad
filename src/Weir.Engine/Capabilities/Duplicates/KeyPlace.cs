using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Sql.Schema;

namespace Weir.Engine.Capabilities.Duplicates;

/// <summary>Where the values of a key stand in one form, and how they are compared. Looks nothing up.</summary>
internal sealed class KeyPlace
{
    /// <summary>Put behind the key of a field: the field that keeps how it sounds.</summary>
    public const string Sound = "_sound";

    /// <exception cref="DefinitionError">An unknown field, or a first one that nothing is looked up by.</exception>
    public KeyPlace(Form form, IReadOnlyList<string> fields, bool like)
    {
        Form = form;
        Like = like;
        Fields = [.. fields.Select(k => form.Find(k) is { Column: not null, Type.Computed: false } field ? field : throw Wrong(form, k, "duplicates.unknown_field", ($"没有可比较的字段“{k}”。", $"There is no field '{k}' that can be compared.")))];
        if (like && Fields.Count > 0 && form.Find(First.Key + Sound)?.Column is null)
            throw Wrong(form, First.Key, "duplicates.no_sound", ($"“{form.Label.Zh}”的“{First.Label.Zh}”还没有按读音比较，请先在那个表单上为它加一条相近的查重规则。", $"'{First.Label.En}' of '{form.Label.En}' is not compared by sound yet; give that form a key by similar names first."));
        var column = Fields.Count == 0 ? null : like ? form.Find(First.Key + Sound)!.Column : Lookup(First);
        Column = column ?? throw Wrong(form, fields.Count > 0 ? fields[0] : "", "duplicates.no_index", ("查重的第一个字段应是公司名称、电话、邮箱、关联，或设为唯一的字段。", "The first field of a key must be a company, a phone, an e-mail address, a link or a unique field."));
    }

    /// <summary>Where records are found by a field; null when nothing is looked up by it.</summary>
    public static Column? Lookup(Field field) => field.KeyColumn ?? (field.Definition.Unique || field.Type.IsReference ? field.Column : null);

    public Form Form { get; }

    public bool Like { get; }

    public IReadOnlyList<Field> Fields { get; }

    public Field First => Fields[0];

    /// <summary>The one that is looked up.</summary>
    public Column Column { get; }

    /// <summary>What is looked up; null when the record lacks one of the fields, or not all of them may be read.</summary>
    public object? Of(Record record) => Fields.All(f => record[f] is not (null or "" or Records.Masked or Array { Length: 0 })) ? Value(record, First) is var value and not "" ? value : null : null;

    /// <summary>Of many-valued fields one value in common is enough.</summary>
    public bool Same(Record mine, KeyPlace there, Record other)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            var (a, b) = (Fields[i], there.Fields[i]);
            if (a.Type.Kind(a) == ValueKind.Many)
            {
                if ((mine[a] as Array)?.Cast<object>().Intersect((other[b] as Array)?.Cast<object>() ?? []).Any() != true) return false;
            }
            else if (Like && i == 0 && CompanyName.Elsewhere(mine[a] as string, other[b] as string)) return false;
            else if (Value(mine, a) is not { } value || !value.Equals(there.Value(other, b))) return false;
        }
        return true;
    }

    private object? Value(Record record, Field field)
    {
        if (Like && field == First) return record[field] is string name ? CompanyName.SoundKey(name) : null;
        return field.KeyColumn is null && record[field] is string text && field.Type.Kind(field) == ValueKind.Text ? NormalText.Key(text) : TwinCheck.Value(record, field);
    }

    private static DefinitionError Wrong(Form form, string field, string code, Words words) => new($"{form.Key}.{field}", code, words);
}
