using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Hierarchy;

/// <summary>The compiled chain of one form over the tree of another: which line items name nodes, and what their columns mean. Holds no record.</summary>
public sealed class ChainBook
{
    private ChainBook(Form form, Field lines, Field node) => (Form, Lines, Node) = (form, lines, node);

    /// <summary>The form whose records have a chain.</summary>
    public Form Form { get; }

    public Field Lines { get; }

    /// <summary>The column that names the node.</summary>
    public Field Node { get; }

    public Field? Role { get; private init; }

    public Field? Stance { get; private init; }

    public Field? Closeness { get; private init; }

    public Field? Approved { get; private init; }

    public Field? Order { get; private init; }

    public Field? Note { get; private init; }

    /// <summary>A field of the record, not of a line.</summary>
    public Field? Coverage { get; private init; }

    internal Field? Within { get; private init; }

    internal Condition While { get; private init; } = Condition.Always;

    internal IReadOnlyList<Gap> Gaps { get; private init; } = [];

    internal static ChainBook Compile(HierarchyBook tree, Form form, ChainSettings given)
    {
        var lines = HierarchyBook.Lines(form, given.Lines);
        var of = lines.Lines!;
        var node = HierarchyBook.Named(of, given.Node);
        if (node.Type.LinkedForm(node) != tree.Form.Key) throw HierarchyBook.Wrong(form, "hierarchy.no_link", ($"“{node.Label.Zh}”不是指向“{tree.Form.Label.Zh}”的关联。", $"'{node.Label.En}' does not link to {tree.Form.Label.En}."));
        var within = HierarchyBook.Perhaps(form, given.Within);
        if (within is not null && (tree.Within is null || within.Type.LinkedForm(within) != tree.Within.Type.LinkedForm(tree.Within)))
            throw HierarchyBook.Wrong(form, "hierarchy.other_tree", ($"“{within.Label.Zh}”与树所属的记录不是同一种表单。", $"'{within.Label.En}' does not lead to the record whose tree it is."));
        return new(form, lines, node)
        {
            Within = within, Role = HierarchyBook.Perhaps(of, given.Role), Stance = HierarchyBook.Perhaps(of, given.Stance), Closeness = HierarchyBook.Perhaps(of, given.Closeness),
            Approved = HierarchyBook.Perhaps(of, given.Approved), Order = HierarchyBook.Perhaps(of, given.Order), Note = HierarchyBook.Perhaps(of, given.Note),
            Coverage = HierarchyBook.Perhaps(form, given.Coverage), While = Condition.Compile(form, given.While), Gaps = [.. given.Gaps.Select(g => new Gap(g.Label, Condition.Compile(of, g.Where)))],
        };
    }
}
