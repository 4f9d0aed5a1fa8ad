using Weir.Sql.Query;
using Weir.Sql.Schema;
using Xunit;

namespace Weir.Tests.Sql.Query;

/// <summary>A scope falls away only when the condition alone proves one of its branches.</summary>
public class GivenScopeTests
{
    private static readonly Operand Owner = new("r", "owner", ColumnType.Id);
    private static readonly Operand Department = new("r", "owner_dept", ColumnType.Id);
    private static readonly Predicate Pooled = new Predicate.Empty(Owner);
    private static readonly Predicate Live = new Predicate.Empty(new Operand("r", "deleted_at", ColumnType.Moment));
    private static readonly RowScope Seller = new([new ScopeBranch(Owner, [7]), new ScopeBranch(And: Pooled)]);

    public static TheoryData<string, Predicate, bool> Cases => new()
    {
        { "my own", Predicate.And(Live, Equal(Owner, 7)), true },
        { "one of mine", new Predicate.OneOf(Owner, [7L]), true },
        { "nested groups", Predicate.And(Live, Predicate.And(Live, Equal(Owner, 7))), true },
        { "the pool", Predicate.And(Live, Pooled), true },
        { "somebody else's", Equal(Owner, 8), false },
        { "mine or another's", new Predicate.OneOf(Owner, [7L, 8L]), false },
        { "not mine", new Predicate.OneOf(Owner, [7L], Not: true), false },
        { "either", Predicate.Or(Equal(Owner, 7), Live), false },
        { "another column", Equal(Department, 7), false },
        { "not pooled", new Predicate.Empty(Owner, Not: true), false },
        { "anything", Live, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_scope_is_dropped_only_when_it_is_proved(string name, Predicate where, bool dropped) =>
        Assert.True((Seller.Given(where).Branches is null) == dropped, name);

    [Fact]
    public void A_branch_with_a_condition_needs_the_condition_too()
    {
        var drafts = new RowScope([new ScopeBranch(Owner, [7], And: Live)]);
        Assert.NotNull(drafts.Given(Equal(Owner, 7)).Branches);
        Assert.Null(drafts.Given(Predicate.And(Equal(Owner, 7), Live)).Branches);
    }

    [Fact]
    public void Nothing_stays_nothing() => Assert.Empty(RowScope.Nothing.Given(Equal(Owner, 7)).Branches!);

    private static Predicate.Compare Equal(Operand left, long value) => new(left, Comparison.Equal, value);
}
