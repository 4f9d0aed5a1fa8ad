using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Sql.Query;
using Weir.Sql.Schema;

namespace Weir.Engine.Access;

/// <summary>On which records an actor may do an operation, as branches for a list and as a predicate for one record.</summary>
public static class RowAccess
{
    /// <summary>The source of the share that follows from the field of collaborators.</summary>
    public const string Collaborator = "collaborator";

    /// <summary>Levels of a share: read, and edit.</summary>
    public const int ReadShare = 1;
    public const int EditShare = 2;

    /// <summary>The branches whose union is visible; null branches are everything, none is nothing.</summary>
    /// <param name="alias">The alias of the form's table in the query.</param>
    public static RowScope Scope(FormAccess access, Operation operation, ConditionContext context, SqlName alias, bool narrow = false)
    {
        if (access.Refuses(operation)) return RowScope.Nothing;
        if (access.Everything) return RowScope.Everything;
        return Scope(access, operation, [.. access.Grants.Where(g => g.Can.Contains(operation))], context, alias, narrow);
    }

    private static RowScope Scope(FormAccess access, Operation operation, IReadOnlyList<Grant> grants, ConditionContext context, SqlName alias, bool narrow = false)
    {
        if (grants.Any(g => g is { Level: AccessLevel.All, When.IsAlways: true })) return RowScope.Everything;
        if (grants.Count == 0) return RowScope.Nothing;
        var branches = new List<ScopeBranch>();
        foreach (var grant in grants)
        {
            var when = grant.When.IsAlways ? null : grant.When.Bind(context);
            if (when is Predicate.Constant { Value: false }) continue;
            branches.AddRange(Branches(access, grant.Level, alias).Select(b => b with { And = when }));
        }
        branches.AddRange(Shared(access, operation, grants, context, alias));
        return new RowScope([.. branches.Distinct()], narrow);
    }

    /// <summary>The same answer as one predicate.</summary>
    public static Predicate Predicate(FormAccess access, Operation operation, ConditionContext context, SqlName alias) => One(Scope(access, operation, context, alias));

    /// <summary>The rows on which no field is masked: those which a grant opens wholly, or a share.</summary>
    public static Predicate Open(FormAccess access, ConditionContext context, SqlName alias) => access.RowMasked.Count == 0 ? Sql.Query.Predicate.True
        : One(Scope(access, Operation.View, [.. access.Grants.Where(g => g.Can.Contains(Operation.View) && g.Masked.Count == 0)], context, alias));

    private static Predicate One(RowScope scope) => scope.Branches switch
    {
        null => Sql.Query.Predicate.True,
        { Count: 0 } => Sql.Query.Predicate.False,
        var branches => Sql.Query.Predicate.Or([.. branches.Select(One)]),
    };

    /// <summary>What one grant alone opens.</summary>
    internal static Predicate Predicate(FormAccess access, Grant grant, ConditionContext context, SqlName alias)
    {
        var when = grant.When.IsAlways ? null : grant.When.Bind(context);
        return Sql.Query.Predicate.Or([.. Branches(access, grant.Level, alias).Select(b => One(b with { And = when }))]);
    }

    private static Predicate One(ScopeBranch branch)
    {
        var of = new List<Predicate>();
        if (branch.Column is { } column) of.Add(new Predicate.OneOf(column, [.. branch.Values!.Cast<object>()]));
        if (branch.Shared is { } shared) of.Add(shared);
        if (branch.And is { } and) of.Add(and);
        return of.Count == 0 ? Sql.Query.Predicate.True : Sql.Query.Predicate.And(of);
    }

    private static IEnumerable<ScopeBranch> Branches(FormAccess access, AccessLevel level, SqlName alias)
    {
        var own = new ScopeBranch(new Operand(alias, SystemFields.Owner, ColumnType.Id), [access.Actor.MemberId]);
        var departments = level == AccessLevel.Department ? access.Actor.Departments : access.Actor.Subtree;
        return level switch
        {
            AccessLevel.All => [new ScopeBranch()],
            AccessLevel.Own or AccessLevel.Collaborators => [own],
            _ when departments.Count == 0 => [own],
            _ => [own, new ScopeBranch(new Operand(alias, SystemFields.OwnerDepartment, ColumnType.Id), departments)],
        };
    }

    /// <summary>Shares open a record to who may see the form at all, and the naming of a collaborator where a grant reaches beyond the own records. Reading asks for any
    /// share; editing for one that says so, and for the condition under which the role edits: whom a record was shared with may do no more to it than its owner.</summary>
    private static IEnumerable<ScopeBranch> Shared(FormAccess access, Operation operation, IReadOnlyList<Grant> grants, ConditionContext context, SqlName alias) => operation switch
    {
        Operation.View or Operation.Export => [new(Shared: Share(access, context, alias, ReadShare, grants.Any(CountsNaming)))],
        Operation.Edit => grants.Select(g => (Naming: CountsNaming(g), When: g.When.IsAlways ? null : g.When.Bind(context))).Where(g => g.When is not Predicate.Constant { Value: false })
            .Select(g => new ScopeBranch(Shared: Share(access, context, alias, EditShare, g.Naming), And: g.When)),
        _ => [],
    };

    /// <summary>Whether a record which only names the actor as its collaborator is open by this grant.</summary>
    internal static bool CountsNaming(Grant grant) => grant.Level != AccessLevel.Own;

    private static Predicate.SharedWith Share(FormAccess access, ConditionContext context, SqlName alias, int level, bool naming) =>
        new(JoinPlan.Id(alias), new TableName(access.Form.App.Schema, "share"), access.Form.No, [access.Actor.MemberId], level, context.Now, naming ? null : Collaborator);
}
