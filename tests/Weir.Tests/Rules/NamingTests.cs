using System.Text.RegularExpressions;
using Xunit;

namespace Weir.Tests.Rules;

/// <summary>Names carry the design: glossary nouns for types, no drawer for leftovers, and no business noun, because the CRM is data on the engine.</summary>
public sealed partial class NamingTests
{
    private static readonly string[] Folders = ["Common", "Shared", "Utils", "Helpers", "Services", "Models", "Interfaces", "Dtos", "Enums", "Extensions"];

    private static readonly string[] Endings =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Processor", "Impl", "Base", "Dto", "Service", "Services"];

    private static readonly HashSet<string> BusinessNouns =
    [
        "Lead", "Leads", "Account", "Accounts", "Contact", "Contacts", "Opportunity", "Opportunities", "Quote", "Quotes", "Quotation", "Contract", "Contracts",
        "Payment", "Payments", "Invoice", "Invoices", "Delivery", "Deliveries", "Campaign", "Campaigns", "Customer", "Customers", "Deal", "Deals",
        "Competitor", "Competitors", "Expense", "Expenses", "Inquiry", "Prospect",
    ];

    [Fact]
    public void No_folder_is_a_drawer() => Rule.None(
        Tree.Source.SelectMany(f => f.Path.Split('/')[..^1]).Distinct().Where(Folders.Contains),
        "A folder is named after what it holds:");

    [Fact]
    public void No_type_is_named_after_its_role_in_a_pattern() => Rule.None(
        Assemblies.Types.Where(t => Endings.Any(e => Assemblies.Plain(t).EndsWith(e, StringComparison.Ordinal))).Select(t => t.FullName!),
        "A type is a noun of the glossary, a method the user's verb:");

    /// <summary>The demonstration fills the forms of the template, so it alone may speak of them.</summary>
    [Fact]
    public void No_type_bears_a_business_noun() => Rule.None(
        Assemblies.Types.Where(t => t.Namespace != "Weir.Web.Demo" && Words().Matches(Assemblies.Plain(t)).Any(w => BusinessNouns.Contains(w.Value))).Select(t => t.FullName!),
        "The CRM is a template, as data: no C# type knows its forms.");

    /// <summary>The demonstration fills forms of the template and so may name them; column names that people write are words, not forms.</summary>
    [Fact]
    public void No_code_names_a_form_of_the_template() => Rule.None(
        Rule.Find(Tree.Code.Where(f => !f.Under("src/Weir.Sql") && !f.Under("src/Weir.Web/Demo") && !f.Under("src/Weir.Web/Ui/Gallery") && f.Name != "ColumnWords.cs"), FormKey()),
        "A capability asks the definition which field or form plays the part:");

    [Fact]
    public void No_interface_has_only_one_implementation() => Rule.None(
        from contract in Assemblies.Types.Where(t => t.IsInterface)
        let makers = Assemblies.Types.Where(t => t is { IsInterface: false, IsAbstract: false } && t.GetInterfaces().Any(i => i == contract || (i.IsGenericType && i.GetGenericTypeDefinition() == contract))).ToList()
        where makers.Count < 2
        select $"{contract.FullName}: {makers.Count}",
        "Tests use the real thing, so one implementation needs no interface:");

    [Fact]
    public void Every_main_type_says_what_it_is() => Rule.None(
        from file in Tree.Source.Where(f => f.Is(".cs") && f.Name.Count(c => c == '.') == 1 && f.Name != "Program.cs")
        let main = Regex.Match(file.Text, $@"^(?:[a-z]+ )*(?:class|record|record struct|struct|interface|enum|delegate .*?) {file.Name[..^3]}\b", RegexOptions.Multiline)
        where main.Success && !Opening(file.Text[..main.Index])
        select file.Path,
        "The main type opens with one sentence: what it is and what it is not.");

    [Fact]
    public void Test_names_are_sentences() => Rule.None(
        from method in typeof(NamingTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
        where method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0 && !method.Name.Contains('_')
        select $"{method.DeclaringType!.Name}.{method.Name}",
        "A test says in words what holds:");

    [GeneratedRegex("""
        "(lead|account|contact|opportunity|quote|contract|payment_plan|payment|invoice|campaign|competitor|price_book|sales_target|expense)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex FormKey();

    [GeneratedRegex("[A-Z][a-z0-9]*|[A-Z]+(?![a-z])")]
    private static partial Regex Words();

    /// <summary>What stands above, without attributes, ends in a comment for documentation.</summary>
    private static bool Opening(string above) =>
        above.Split('\n').Select(l => l.Trim()).LastOrDefault(l => l.Length > 0 && !l.StartsWith('[') && !l.StartsWith('#'))?.StartsWith("///", StringComparison.Ordinal) == true;
}
