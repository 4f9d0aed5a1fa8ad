namespace Weir.Tests.Web.Walks;

/// <summary>What one role may do with the records of one form, and how far: O own, T the departments below, A all.</summary>
/// <param name="Can">C create, R read, U update, D delete, I import, E export, S hand over to another owner.</param>
internal sealed record Right(string Can, char Reach)
{
    public bool May(char verb) => verb == 'B' ? May('U') && May('S') : Can.Contains(verb, StringComparison.Ordinal);
}

/// <summary>Who may do what in lead to cash, written down by hand from the study of the domain; it reads no definition of the product.</summary>
internal static class Charter
{
    /// <summary>Administrator of the organisation, without a role of the app.</summary>
    public const string Organisation = "organisation";

    private const string Every = "lead campaign account contact activity task opportunity quote competitor contract payment_plan payment invoice expense delivery project product price_book sales_target";

    private static readonly Dictionary<string, string> Rules = new()
    {
        ["executive"] = All("R:A"),
        ["administrator"] = All("CRUDIES:A"),
        [Organisation] = All("CRUDIES:A"),
        ["sales_rep"] = """
            lead=CRU:O account=CRU:O contact=CRU:O opportunity=CRU:O competitor=CR:A activity=CR:O task=CRUD:O product=R:A price_book=R:A quote=CRU:O contract=CRU:O
            delivery=R:O project=R:O payment_plan=CRU:O payment=CR:O invoice=CR:O expense=CR:O campaign=R:A sales_target=R:O
            """,
        ["sales_manager"] = """
            lead=CRUDIES:T account=CRUDIES:T contact=CRUDIES:T opportunity=CRUDES:T competitor=CRUD:A activity=CR:T task=CRUD:T product=R:A price_book=R:A quote=R:T contract=RS:T
            delivery=R:T project=R:T payment_plan=R:T payment=R:T invoice=R:T expense=R:T campaign=R:A sales_target=CRU:T
            """,
        ["marketing"] = """
            lead=CRUIES:A account=R:A contact=R:A opportunity=R:A competitor=CRU:A activity=CR:O task=CRUD:O product=R:A price_book=R:A expense=CR:O campaign=CRUDE:A
            """,
        ["commercial"] = """
            account=RU:A contact=RU:A opportunity=R:A competitor=R:A activity=CR:O task=CRUD:O product=CRUIE:A price_book=CRUIE:A quote=CRU:A contract=CRUE:A
            delivery=CR:A project=CR:A payment_plan=CRU:A payment=CR:A invoice=R:A expense=CR:O campaign=R:A
            """,
        ["finance"] = """
            account=R:A contact=R:A activity=CR:O task=CRUD:O product=R:A price_book=R:A quote=R:A contract=RE:A delivery=R:A project=R:A payment_plan=CRUE:A payment=RU:A
            invoice=RUE:A expense=RUE:A campaign=R:A sales_target=R:A
            """,
        ["delivery"] = """
            account=R:A contact=R:A opportunity=R:A activity=CR:O task=CRUD:O product=R:A price_book=R:A quote=R:A contract=R:A delivery=CRUD:A project=CRUD:A payment_plan=R:A expense=CR:O
            """,
    };

    public static IEnumerable<string> Roles => Rules.Keys;

    public static IReadOnlyList<string> Forms { get; } = Every.Split(' ');

    /// <summary>Null when the form does not exist for the role.</summary>
    public static Right? Of(string role, string form) => Rules[role].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Where(r => r.StartsWith(form + "=", StringComparison.Ordinal)).Select(r => new Right(r[(form.Length + 1)..^2], r[^1])).SingleOrDefault();

    private static string All(string right) => string.Join(' ', Every.Split(' ').Select(f => $"{f}={right}"));
}
