using System.Collections.Frozen;
using Weir.Engine.Forms;
using Weir.Sql.Schema;

namespace Weir.Engine.Apps;

/// <summary>A published app, compiled: what requests read. Immutable; publishing builds a new one and swaps the reference.</summary>
public sealed partial class App
{
    public required long Id { get; init; }

    public required int Version { get; init; }

    public required AppDefinition Definition { get; init; }

    public string Key => Definition.Key;

    /// <summary>Its own schema in the database.</summary>
    public SqlName Schema => SqlName.Of("app_" + Definition.Key);

    public IReadOnlyDictionary<string, IReadOnlyList<Option>> OptionSets => Definition.OptionSets;

    public IReadOnlyList<Form> Forms { get; internal set; } = [];

    internal FrozenDictionary<string, Form> ByKey { get; set; } = FrozenDictionary<string, Form>.Empty;

    public IReadOnlyList<Insight.Dashboard> Dashboards { get; internal set; } = [];

    /// <summary>The ways that business takes through the forms.</summary>
    public IReadOnlyList<Insight.Trace> Traces { get; internal set; } = [];

    internal FrozenDictionary<string, Form> Questions { get; set; } = FrozenDictionary<string, Form>.Empty;

    public Form? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>What an action asks for, by the key of that form.</summary>
    public Form? Question(string key) => Questions.GetValueOrDefault(key);

    /// <exception cref="KeyNotFoundException">No such form; ask <see cref="Find"/> when the key comes from outside.</exception>
    public Form this[string key] => ByKey[key];

    public Form? FormNo(int no) => Forms.FirstOrDefault(f => f.No == no);
}
