using Weir.Sql.Sessions;
using Weir.Tests.Records;
using Xunit;

namespace Weir.Tests.LeadToCash.Story;

/// <summary>The acceptance scenario from the first step to the last on one database. Steps 2 (checklist), 22 (automation) and the webhook of step 30 come with what they are about.</summary>
public sealed class LeadToCashStoryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task LeadToCash_one_lead_from_the_pool_to_the_last_payment(DatabaseKind kind)
    {
        await using var story = await Story.Open(kind);
        Func<Task>[] steps =
        [
            story.Step01_the_template_is_installed_and_two_forms_cannot_be_taken_out, story.Step03_a_field_of_ones_own_is_usable_at_once, story.Step04_of_a_bought_list_of_twenty_nineteen_come_into_the_pool,
            story.Step05_06_07_six_visitors_are_scored_and_dealt_two_to_one, story.Step08_the_same_company_is_refused_by_hand_and_becomes_a_touch_from_the_web,
            story.Step09_the_sixth_claim_of_a_day_is_refused_and_of_two_one_wins, story.Step10_four_follow_ups_make_four_tasks_and_stay, story.Step11_the_first_lead_becomes_an_account_a_contact_and_a_deal_of_a_million,
            story.Step12_a_self_sourced_account_is_found_masked_and_never_recycled, story.Step13_two_of_eight_days_go_back_and_their_owner_waits,
            story.Step14_the_people_of_the_customer_stand_above_each_other_and_not_in_a_circle, story.Step15_four_deals_of_the_past_make_the_funnel_weigh_260_of_500, story.Step16_a_move_names_what_is_missing_and_then_passes,
            story.Step17_a_rival_is_written_down_and_lifts_no_rate_here, story.Step18_a_form_of_ones_own_goes_through_two_nodes_and_opens_the_next_stage, story.Step19_the_quote_takes_ten_percent_off_and_the_deal_follows_it,
            story.Step20_a_lost_deal_wants_a_reason_a_rival_and_the_manager, story.Step21_the_contract_is_signed_by_all_and_wins_the_deal, story.Step23_instalments_must_add_up, story.Step24_the_seller_and_finance_are_reminded_once, story.Step24_only_what_finance_confirms_is_received,
            story.Step25_invoices_stay_within_what_is_not_invoiced, story.Step26_deliveries_stay_within_what_remains, story.Step27_ageing_and_the_last_payments, story.Step28_what_the_contract_earned,
            story.Step29_the_quarter_in_figures, story.Step29_the_nine_reports, story.Step30_everybody_sees_only_what_is_theirs, story.Step30_who_leaves_hands_over_and_keeps_the_credit,
        ];
        foreach (var step in steps)
        {
            try
            {
                await step();
            }
            catch (Exception failed)
            {
                throw new Xunit.Sdk.XunitException($"{step.Method.Name}: {failed}");
            }
        }
    }
}
