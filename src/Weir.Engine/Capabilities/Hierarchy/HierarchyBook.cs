using Weir.Engine.Conditions;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Capabilities.Hierarchy;

/// <summary>The compiled tree of a form: its fields, and the chains of other forms over it. Holds no record.</summary>
public sealed class HierarchyBook
{
    private HierarchyBook(Form form, Words label, Field parent) => (Form, Label, Parent) = (form, label, parent);

    public Form Form { get; }

    public Words Label { get; }

    public Field Parent { get; }

    public Field? Within { get; private init; }

    public IReadOnlyList<Field> Facts { get; private init; } = [];

    public Field? Role { get; private init; }

    public Field? Stance { get; private init; }

    public Field? Closeness { get; private init; }

    public Field? Key { get; private init; }

    public IReadOnlyList<ChainBook> Chains { get; private set; } = [];

    internal (Field Lines, Field Member, Field? Closeness, Field? How)? Known { get; private init; }

    internal Condition? Left { get; private init; }

    internal (Condition Of, Condition Met)? Coverage { get; private init; }

    internal IReadOnlyList<Gap> Gaps { get; private init; } = [];

    /// <summary>The chain of records of this form; null when it has none over this tree.</summary>
    public ChainBook? ChainOf(Form form) => Chains.FirstOrDefault(c => c.Form == form);

    /// <exception cref="DefinitionError">Names what is wrong.</exception>
    internal static HierarchyBook Compile(Form form, HierarchySettings given)
    {
        var parent = Named(form, given.Parent);
        if (parent.Type.LinkedForm(parent) != form.Key) throw Wrong(form, "hierarchy.no_parent", ($"“{parent.Label.Zh}”不是指向本表单的关联。", $"'{parent.Label.En}' is not a link to this form."));
        var within = Perhaps(form, given.Within);
        if (within is not null && within.Type.LinkedForm(within) is null) throw Wrong(form, "hierarchy.no_link", ($"“{within.Label.Zh}”不是关联字段。", $"'{within.Label.En}' is not a link."));
        var book = new HierarchyBook(form, given.Label, parent)
        {
            Within = within, Facts = [.. given.Facts.Select(f => Named(form, f))], Role = Perhaps(form, given.Role), Stance = Perhaps(form, given.Stance), Closeness = Perhaps(form, given.Closeness), Key = Perhaps(form, given.Key),
            Known = given.Known is not { } known ? null : Lines(form, known.Lines) is var lines
                ? (lines, Named(lines.Lines!, known.Member), Perhaps(lines.Lines!, known.Closeness), Perhaps(lines.Lines!, known.How)) : null,
            Left = given.Left is null ? null : Condition.Compile(form, given.Left),
            Coverage = given.Coverage is not { } share ? null : (Condition.Compile(form, share.Of), Condition.Compile(form, share.Met)),
            Gaps = [.. given.Gaps.Select(g => new Gap(g.Label, Condition.Compile(form, g.Where)))],
        };
        book.Chains = [.. given.Chains.Where(c => form.App.Find(c.Form) is not null).Select(c => ChainBook.Compile(book, form.App[c.Form], c))];
        return book;
    }

    internal static Field Lines(Form form, string key) => form.Find(key) is { Lines: not null } field ? field : throw Wrong(form, "hierarchy.no_lines", ($"没有明细“{key}”。", $"There are no line items '{key}'."));

    internal static Field Named(Form form, string key) => form.Find(key) is { Column: not null } field ? field : throw Wrong(form, "hierarchy.no_field", ($"没有字段“{key}”。", $"There is no field '{key}'."));

    internal static Field? Perhaps(Form form, string? key) => key is null ? null : Named(form, key);

    internal static DefinitionError Wrong(Form form, string code, Words words) => new($"{form.Key}.capabilities.{Hierarchy.KeyOf}", code, words);
}

/// <summary>Something that is missing while nobody meets the condition, compiled.</summary>
internal sealed record Gap(Words Label, Condition Where);
