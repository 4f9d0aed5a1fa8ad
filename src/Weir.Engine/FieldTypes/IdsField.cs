using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes;

/// <summary>What the types share whose value is several ids.</summary>
public abstract class IdsField : ManyField<long>
{
    public override JsonObject Schema(Field field) => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "integer", ["format"] = "int64" }, ["uniqueItems"] = true };

    protected override long OneFromJson(Field field, JsonElement json) => IdField.IdJson(json);

    protected override long OneFromInput(Field field, string typed, Display display) =>
        IdField.IdInput(typed) is var id && Exists(field, id, display) ? id : throw Unknown(field, typed, display);

    protected override long Parse(string stored) => long.Parse(stored, CultureInfo.InvariantCulture);

    /// <summary>Whether a posted id stands for anything, as far as it can be told without asking the database.</summary>
    protected virtual bool Exists(Field field, long id, Display display) => true;

    /// <summary>What is chosen: as typed and refused, or the value.</summary>
    protected static IReadOnlyList<long> Chosen(InputState state) => state.Typed is { Count: > 0 } typed
        ? [.. typed.Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)]
        : state.Value as long[] ?? [];
}
