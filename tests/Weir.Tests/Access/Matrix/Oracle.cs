using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;

namespace Weir.Tests.Access.Matrix;

/// <summary>Somebody of the matrix: their roles, and the departments that are theirs, that they lead, and all below these.</summary>
internal sealed record Person(long Id, string Name, IReadOnlyList<string> Roles, IReadOnlyList<long> Departments, IReadOnlySet<long> Subtree, IReadOnlySet<long> BelowMain);

/// <summary>What is true of a record, as the test made it.</summary>
internal sealed record Fact(long Id, string Form, long? Owner, long? Department, string Relation)
{
    public IReadOnlySet<long> Readers { get; init; } = new HashSet<long>();

    public IReadOnlySet<long> Editors { get; init; } = new HashSet<long>();

    /// <summary>Whom the record names as its collaborators.</summary>
    public IReadOnlySet<long> Named { get; init; } = new HashSet<long>();

    /// <summary>That has an end, which is not here yet.</summary>
    public bool EndsSoon { get; init; }

    /// <summary>Collaborators who may only read.</summary>
    public IReadOnlySet<long> NamedToRead { get; init; } = new HashSet<long>();

    /// <summary>The record still names them, but their time is over.</summary>
    public IReadOnlySet<long> Formerly { get; init; } = new HashSet<long>();

    public bool Deleted { get; init; }

    public IReadOnlyDictionary<string, object> Values { get; init; } = new Dictionary<string, object>();

    public IReadOnlyDictionary<string, Fact> Links { get; init; } = new Dictionary<string, Fact>();
}

/// <summary>Says who may do what, straight from the roles as they are written: a second opinion that shares no code with the engine.</summary>
internal sealed class Oracle(IReadOnlyList<RoleDefinition> roles)
{
    public bool Form(Person who, string form, Operation operation) => Ruler(who) || Grants(who, form, operation).Any();

    public bool May(Person who, Fact record, Operation operation)
    {
        if (Ruler(who)) return true;
        var grants = Grants(who, record.Form, operation).ToList();
        if (grants.Any(g => Reaches(who, record, g.Level) && Holds(who, record, g.When))) return true;
        var beyondOwn = grants.Where(g => g.Level != AccessLevel.Own).ToList();
        return operation switch
        {
            Operation.View or Operation.Export =>
                grants.Count > 0 && (record.Readers.Contains(who.Id) || record.Editors.Contains(who.Id)) || beyondOwn.Count > 0 && (record.Named.Contains(who.Id) || record.NamedToRead.Contains(who.Id)),
            Operation.Edit =>
                record.Editors.Contains(who.Id) && grants.Any(g => Holds(who, record, g.When)) || record.Named.Contains(who.Id) && beyondOwn.Any(g => Holds(who, record, g.When)),
            _ => false,
        };
    }

    /// <summary>ok, forbidden (seen but not allowed) or notfound.</summary>
    public string Answer(Person who, Fact record, Operation operation) =>
        record.Deleted || !May(who, record, Operation.View) ? "notfound" : May(who, record, operation) ? "ok" : "forbidden";

    /// <summary>The same for what is asked of a form and not of a record.</summary>
    public string Answer(Person who, string form, Operation operation) =>
        Form(who, form, operation) ? Form(who, form, Operation.View) || operation == Operation.Create ? "ok" : "notfound" : Form(who, form, Operation.View) ? "forbidden" : "notfound";

    private bool Ruler(Person who) => roles.Any(r => r.Administrator && who.Roles.Contains(r.Key));

    private IEnumerable<GrantDefinition> Grants(Person who, string form, Operation operation) =>
        roles.Where(r => who.Roles.Contains(r.Key) && r.Forms.ContainsKey(form)).SelectMany(r => r.Forms[form].Grants).Where(g => g.Can.Contains(operation));

    private static bool Reaches(Person who, Fact record, AccessLevel level) => level switch
    {
        AccessLevel.All => true,
        AccessLevel.Own or AccessLevel.Collaborators => record.Owner == who.Id,
        AccessLevel.Department => record.Owner == who.Id || record.Department is { } one && who.Departments.Contains(one),
        _ => record.Owner == who.Id || record.Department is { } one && who.Subtree.Contains(one),
    };

    private static bool Holds(Person who, Fact record, ConditionDefinition? when)
    {
        if (when is null) return true;
        if (when.All is not null) return when.All.All(c => Holds(who, record, c));
        if (when.Any is not null) return when.Any.Any(c => Holds(who, record, c));
        var path = when.Field!.Split('.');
        var at = path.Length == 1 ? record : record.Links.GetValueOrDefault(path[0]);
        object? value = at is null || at != record && at.Deleted ? null : path[^1] switch { "owner" => at.Owner, "owner_dept" => at.Department, var key => at.Values.GetValueOrDefault(key) };
        object? asked = when.Value is not { ValueKind: JsonValueKind.String } json ? null : json.GetString() switch { "@me" => who.Id, "@my_department" => who.Departments.Count > 0 ? who.Departments[0] : null, var text => text };
        return when.Op switch
        {
            "empty" => value is null,
            "not_empty" => value is not null,
            "is" => value is not null && Equals(value, asked),
            "is_not" => !Equals(value, asked),
            "under" => value is long department && who.BelowMain.Contains(department),
            _ => throw new NotSupportedException(when.Op),
        };
    }
}
