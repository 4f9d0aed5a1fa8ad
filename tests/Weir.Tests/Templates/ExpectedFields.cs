namespace Weir.Tests.Templates;

/// <summary>The fields which the domain study asks of each form, written down without looking at the template.</summary>
internal static class ExpectedFields
{
    public static readonly IReadOnlyDictionary<string, string> OfForm = new Dictionary<string, string>
    {
        ["lead"] = """
            lead_no company_name contact_name mobile phone email wechat source origin referrer source_touches campaign batch_no region address industry
            main_business registered_capital employee_count product_interest budget_amount purchase_time is_decision_maker demand pool status score grade
            claimed_at last_follow_at next_follow_at recycle_at return_reason previous_owner self_sourced converted_at converted_account converted_contact
            converted_opportunity source_touches.date source_touches.source source_touches.campaign source_touches.note
            """,
        ["account"] = """
            account_no name short_name credit_code account_type deal_state scale demand_type level industry main_business registered_capital employee_count
            region address website phone risk tags source campaign lead parent_account self_sourced protected_until pool status claimed_at last_follow_at
            next_follow_at recycle_at previous_owner return_reason contract_total received_total receivable overdue ltv deal_count last_deal_at lifecycle_log
            """,
        ["contact"] = """
            name account mobile phone email wechat title department gender reports_to org_level buying_role is_key stance closeness internal_relations
            is_primary birthday hobby remark internal_relations.user internal_relations.relation internal_relations.closeness internal_relations.note
            """,
        ["opportunity"] = """
            opp_no name account primary_contact lead campaign pipeline stage win_rate amount weighted_amount expected_close start_date closed_at
            forecast_category grade importance status lines contact_roles chain_coverage competitors gate_docs demand next_action next_action_at
            stage_entered_at days_in_stage stage_history lost_reason lost_to lost_note won_owner lines.product lines.qty lines.list_price lines.price
            lines.discount lines.amount lines.requirement contact_roles.contact contact_roles.buying_role contact_roles.level contact_roles.stance
            contact_roles.approved contact_roles.closeness contact_roles.order contact_roles.note competitors.competitor competitors.closeness_with_client
            competitors.progress competitors.quote_price competitors.strengths competitors.our_rank gate_docs.kind gate_docs.file gate_docs.date
            """,
        ["activity"] = "target account contact type follow_at content result files location duration next_follow_at next_plan source_task",
        ["task"] = "subject target contact type priority due_at remind_before assignee status done_at repeat summary",
        ["competitor"] = "name website region scale products strengths weaknesses price_level tactics encounters our_wins our_win_rate",
        ["product"] = "code name category spec unit list_price cost_price tax_rate demand_type status image description",
        ["price_book"] = "name scope valid_from valid_to is_default active entries entries.product entries.price entries.floor_price entries.min_qty",
        // Not a form of the study: the lines of its commissions (3.9).
        // Nor this: the nightly snapshots of the forecast (4.1).
        ["forecast_snapshot"] = "day stage forecast_category expected_month deals amount weighted_amount",
        ["commission"] = "commission_no payee kind payment contract account earned_on base rate adjustment amount remark",
        // The study calls the revision "version", which is the name of a system field.
        ["quote"] = """
            quote_no revision name opportunity account contact price_book inquiry lines list_total discount_amount total discount_rate extra_discount tax_rate
            net tax gross_margin valid_to pay_terms delivery_terms status amount_cn lines.product lines.spec lines.qty lines.unit lines.list_price
            lines.discount lines.price lines.amount lines.cost
            """,
        ["contract"] = """
            contract_no name type account opportunity quote contact signer order_owner order_date start end lines amount tax_rate net tax cost_total
            gross_profit gross_margin planned_total received_total receivable collection_rate invoiced_total uninvoiced delivery_rate status scan terms remark
            lines.product lines.spec lines.qty lines.unit lines.list_price lines.discount lines.price lines.amount lines.cost lines.delivered_qty
            lines.remaining_qty
            """,
        ["delivery"] = """
            delivery_no contract account project items plan_date actual_date carrier tracking_no address receiver status acceptance_file accepted_at value
            items.product items.qty items.serial_no
            """,
        ["payment_plan"] = "contract account period_no milestone percent amount due_date method remind_days received outstanding overdue_days status",
        ["payment"] = "payment_no contract plan account amount received_at method payer voucher status confirmed_by confirmed_at",
        ["invoice"] = """
            invoice_apply_no contract account payment kind title tax_no bank address_phone amount tax_rate net tax invoice_no invoice_date file status
            """,
        ["expense"] = """
            expense_no account opportunity contract project items amount pay_status paid_at items.type items.date items.amount items.note items.invoice_file
            """,
        ["project"] = """
            project_no name account contract opportunity manager members start end status progress milestones budget cost milestones.name milestones.due
            milestones.owner milestones.done
            """,
        ["campaign"] = """
            name type start end status channel budget actual_cost expected_leads segment lead_count converted opp_amount won_amount received cpl roi
            """,
        ["sales_target"] = "period_type period scope subject metric floor target stretch actual rate gap tier to_next weighted_forecast forecast_gap",
    };
}
