namespace Weir.Tests.Web.Walks;

/// <summary>What people fill in by hand: the values of a new record of each form, the field that they change later, the list that they import.</summary>
internal static class Papers
{
    private static int count;

    private static readonly Dictionary<string, string> Changed = new()
    {
        ["lead"] = "wechat", ["campaign"] = "segment", ["account"] = "main_business", ["contact"] = "remark", ["activity"] = "content", ["task"] = "subject", ["opportunity"] = "next_action",
        ["quote"] = "pay_terms", ["competitor"] = "products", ["contract"] = "remark", ["payment_plan"] = "remark", ["payment"] = "remark", ["invoice"] = "bank", ["expense"] = "remark",
        ["delivery"] = "carrier", ["project"] = "remark", ["product"] = "spec", ["price_book"] = "name", ["sales_target"] = "remark",
    };

    /// <summary>The field that is changed in the form, in its cell and for many.</summary>
    public static string Field(string form) => Changed[form];

    /// <param name="form">Which form is filled in.</param>
    /// <param name="stage">What there is to name.</param>
    /// <param name="name">What the new record is called.</param>
    /// <param name="own">The account, the contract and what it sells, of whoever fills it in.</param>
    public static (string Name, string Value)[] New(string form, Stage stage, string name, (long Account, long Contract, long Sold, long Member) own) => form switch
    {
        "lead" => [("company_name", name), ("contact_name", stage.Say("张三", "Jim Jones")), ("mobile", Mobile()), ("source", "website_form")],
        "campaign" => [("name", name), ("type", "seminar"), ("start", "2026-11-20")],
        "account" => [("name", name), ("scale", "smb")],
        "contact" => [("name", name), ("account", $"{own.Account}"), ("mobile", Mobile())],
        "activity" => [("target", $"account:{own.Account}"), ("content", name)],
        "task" => [("subject", name), ("due_at", "2026-12-01T09:00")],
        "opportunity" => [("name", name), ("account", $"{own.Account}"), ("amount", "1000")],
        "quote" => [("name", name), ("account", $"{own.Account}"), ("price_book", $"{stage.Book.Id}"), ("lines[0].product", $"{stage.Product.Id}"), ("lines[0].qty", "2"), ("lines[0].list_price", "100"), ("lines[0].discount", "0")],
        "competitor" => [("name", name)],
        "contract" => [("name", name), ("account", $"{own.Account}"), ("amount", "1000")],
        "payment_plan" => [("contract", $"{own.Contract}"), ("account", $"{own.Account}"), ("period_no", "7"), ("milestone", "advance"), ("amount", "10"), ("due_date", "2026-12-01")],
        "payment" => [("contract", $"{own.Contract}"), ("account", $"{own.Account}"), ("amount", "10"), ("method", "cash")],
        "invoice" => [("contract", $"{own.Contract}"), ("account", $"{own.Account}"), ("kind", "general_vat"), ("title", name), ("amount", "10")],
        "expense" => [("account", $"{own.Account}"), ("items[0].type", "travel"), ("items[0].date", "2026-11-20"), ("items[0].amount", "10")],
        "delivery" => [("contract", $"{own.Contract}"), ("account", $"{own.Account}"), ("items[0].product", $"{own.Sold}"), ("items[0].qty", "1"), ("plan_date", "2026-12-01")],
        "project" => [("name", name), ("account", $"{own.Account}")],
        "product" => [("code", "P" + Next()), ("name", name), ("category", "robotics"), ("unit", "set"), ("list_price", "100")],
        "price_book" => [("name", name), ("entries[0].product", $"{stage.Product.Id}"), ("entries[0].price", "90")],
        _ => [("period", stage.Month()), ("subject", $"{own.Member}"), ("target", "10")],
    };

    /// <summary>A list to import: two rows under the titles that the people of this company know.</summary>
    public static string? List(string form, Stage stage, string name, string account)
    {
        string[]? keys = form switch
        {
            "lead" => ["company_name", "contact_name", "mobile", "source"],
            "account" => ["name", "short_name"],
            "contact" => ["name", "account", "mobile"],
            "competitor" => ["name"],
            "product" => ["code", "name", "category", "unit", "list_price"],
            _ => null,
        };
        if (keys is null) return null;
        var lines = Enumerable.Range(1, 2).Select(i => string.Join(',', keys.Select(k => k switch
        {
            "company_name" or "name" => stage.Say($"{name}{(char)('甲' + i)}", $"{name} {(char)('A' + i)}"),
            "contact_name" or "short_name" => stage.Say("李四", "Lee Sims"),
            "mobile" => Mobile(),
            "account" => account,
            "source" => stage.Chinese ? "采购名单" : "Purchased list",
            "category" => stage.Chinese ? "工业机器人" : "Industrial robots",
            "unit" => stage.Chinese ? "套" : "Set",
            "code" => "I" + Next(),
            _ => "100",
        })));
        return string.Join(',', keys.Select(k => stage.Host.App[form][k].Label.In(stage.Chinese))) + "\r\n" + string.Join("\r\n", lines) + "\r\n";
    }

    public static string Mobile() => $"136{Next():00000000}";

    private static int Next() => Interlocked.Increment(ref count);
}
