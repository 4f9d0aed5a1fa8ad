using Xunit;

namespace Weir.Tests.Templates;

/// <summary>The figures of one lead on its way to cash, as the domain study computes them by hand.</summary>
public class FigureTests
{
    private static readonly DateOnly Today = new(2026, 11, 2);

    [Fact]
    public void A_self_sourced_account_is_protected_for_180_days()
    {
        var account = new Worksheet("account", Today, ("self_sourced", true), ("created_at", new DateTime(2026, 11, 7, 2, 0, 0, DateTimeKind.Utc)));

        Assert.Equal("2027-05-06", $"{account["protected_until"]:yyyy-MM-dd}");
    }

    [Theory]
    [InlineData("2026-11-02", "2026-12-31")]
    [InlineData("2026-12-31", "2026-12-31")]
    [InlineData("2027-01-01", "2027-03-31")]
    public void An_opportunity_is_expected_to_close_with_the_quarter(string today, string close) =>
        Assert.Equal(DateOnly.Parse(close), new Worksheet("opportunity", DateOnly.Parse(today)).Default("expected_close"));

    [Fact]
    public void An_opportunity_weighs_its_lines_and_covers_half_of_the_decision_chain()
    {
        var opportunity = new Worksheet("opportunity", Today, ("win_rate", 10m), ("amount", 1_000_000m), ("account.scale", "smb"),
            ("lines", new[] { Line(1, 600_000), Line(4, 85_000), Line(1, 60_000) }),
            ("contact_roles", new[] { Person(true, true), Person(true, false), Person(false, true) }));

        Assert.Equal((1_000_000m, 100_000m, 50m), (opportunity.Default("amount"), opportunity["weighted_amount"], opportunity["chain_coverage"]));
        Assert.Equal(("a", "key"), (opportunity["grade"], opportunity["importance"]));
    }

    [Fact]
    public void An_opportunity_without_lines_keeps_the_amount_that_is_typed() =>
        Assert.Null(new Worksheet("opportunity", Today, ("lines", Array.Empty<Dictionary<string, object?>>())).Default("amount"));

    [Fact]
    public void A_quote_adds_up()
    {
        var quote = new Worksheet("quote", Today, ("tax_rate", 13m), ("extra_discount", 0m), ("lines", new[] { Line(1, 600_000, 10, 680_000), Line(4, 85_000, 10), Line(1, 60_000, 10) }));

        Assert.Equal((1_000_000m, 900_000m, 100_000m, 10m), (quote["list_total"], quote["total"], quote["discount_amount"], quote["discount_rate"]));
        Assert.Equal((796_460.18m, 103_539.82m, "玖拾万元整"), (quote["net"], quote["tax"], quote["amount_cn"]));
        Assert.Equal(24.44m, decimal.Round((decimal)quote["gross_margin"]!, 2));
        Assert.Equal(new DateOnly(2026, 12, 2), quote.Default("valid_to"));
    }

    [Fact]
    public void A_contract_knows_what_is_open_and_what_it_earned()
    {
        var contract = new Worksheet("contract", Today, ("amount", 900_000m), ("tax_rate", 13m), ("cost_total", 680_000m), ("expense_total", 3_200m), ("planned_total", 890_000m),
            ("received_total", 810_000m), ("invoiced_total", 270_000m), ("delivered_value", 693_000m));

        Assert.Equal((90_000m, 90m, 630_000m, 77m, 10_000m), (contract["receivable"], contract["collection_rate"], contract["uninvoiced"], contract["delivery_rate"], contract["unplanned"]));
        Assert.Equal((216_800m, 24.09m, 612_000m), (contract["gross_profit"], decimal.Round((decimal)contract["gross_margin"]!, 2), contract["collected_cost"]));
    }

    [Fact]
    public void The_lifetime_value_takes_off_cost_and_expenses() =>
        Assert.Equal(194_800m, new Worksheet("account", Today, ("received_total", 810_000m), ("collected_cost_total", 612_000m), ("expense_total", 3_200m))["ltv"]);

    [Theory]
    [InlineData("executing", 0, "2026-11-25", "awaiting", "not_due", 0)]
    [InlineData("executing", 300_000, "2026-11-25", "partly_paid", "not_due", 0)]
    [InlineData("executing", 300_000, "2026-10-25", "overdue", "days_1_30", 8)]
    [InlineData("executing", 540_000, "2026-10-25", "completed", "", 0)]
    [InlineData("in_approval", 0, "2026-11-25", "not_in_force", "not_due", 0)]
    [InlineData("void", 0, "2026-11-25", "void", "", 0)]
    [InlineData("terminated", 0, "2026-10-25", "terminated", "", 0)]
    [InlineData("terminated", 540_000, "2026-10-25", "completed", "", 0)]
    public void A_payment_plan_tells_its_state(string contract, int received, string due, string status, string ageing, int days)
    {
        var plan = new Worksheet("payment_plan", Today, ("amount", 540_000m), ("received", received), ("due_date", DateOnly.Parse(due)), ("contract.status", contract), ("flow_status", "draft"));

        Assert.Equal((status, ageing, (decimal)days), (plan["status"], plan["ageing"], plan["overdue_days"]));
    }

    [Fact]
    public void A_campaign_shows_what_it_returned()
    {
        var campaign = new Worksheet("campaign", Today, ("actual_cost", 60_000m), ("lead_count", 6m), ("won_amount", 900_000m), ("received", 810_000m));

        Assert.Equal((10_000m, 14m, 12.5m), (campaign["cpl"], campaign["roi"], campaign["roi_received"]));
    }

    [Theory]
    [InlineData("month", "2026-11", "2026-11-01", "2026-11-30")]
    [InlineData("quarter", "2026Q4", "2026-10-01", "2026-12-31")]
    [InlineData("year", "2026", "2026-01-01", "2026-12-31")]
    public void A_target_covers_its_period(string type, string period, string from, string to)
    {
        var target = new Worksheet("sales_target", Today, ("period_type", type), ("period", period), ("target", 1_500_000m), ("actual", 900_000m));

        Assert.Equal((DateOnly.Parse(from), DateOnly.Parse(to), 60m, 600_000m), (target["period_start"], target["period_end"], target["rate"], target["gap"]));
    }

    private static Dictionary<string, object?> Line(decimal qty, decimal list, decimal discount = 0, decimal cost = 0) =>
        new() { ["qty"] = qty, ["list_price"] = list, ["discount"] = discount, ["cost"] = cost };

    private static Dictionary<string, object?> Person(bool key, bool approved) => new() { ["contact.is_key"] = key, ["approved"] = approved };
}
