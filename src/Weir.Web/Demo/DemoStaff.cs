using Weir.Engine.Records;

namespace Weir.Web.Demo;

/// <summary>The people of the demo company's best customers: who reports to whom, what they decide, who of us knows them. Every other customer has one or two people.</summary>
internal static class DemoStaff
{
    private const int Customers = 60;

    private static readonly (string Title, string Level, string Role, bool Key, int Above)[] Places =
    [
        ("总经理", "senior", "decision_maker", true, -1), ("技术总监 CTO", "senior", "technical_gatekeeper", true, 0), ("生产副总", "senior", "influencer", false, 0),
        ("采购经理", "middle", "purchaser", true, 0), ("工艺主管", "middle", "supporter", false, 1), ("设备主管", "middle", "user", false, 2), ("车间主任", "junior", "user", false, 5),
    ];

    private static readonly string[] Stances = ["neutral", "supports", "agrees", "unknown", "supports", "opposes", "neutral"];

    private static readonly string[] Closeness = ["acquainted", "trusted", "familiar", "acquainted", "ally", "stranger", "familiar"];

    /// <returns>By the id of the customer, in the order of their places.</returns>
    public static async Task<IReadOnlyDictionary<long, IReadOnlyList<Record>>> Write(DemoWriter w, IReadOnlyList<Record> organisations, IReadOnlyList<Record> people)
    {
        var best = Enumerable.Range(0, Customers).Select(n => n * 13 % DemoCustomers.Kept).ToList();
        var staff = best.ToDictionary(n => organisations[n].Id, _ => new List<Record>());
        for (var place = 0; place < Places.Length; place++)
        {
            var (title, level, role, key, above) = Places[place];
            var made = await w.Save(best.Select((n, i) =>
            {
                var draft = w.New("contact").Set("name", DemoNames.Person(w.Chance)).Set("account", organisations[n].Id).Set("mobile", DemoNames.Mobile(60_000 + place * 100 + i)).Set("title", title).Set("org_level", level)
                    .Set("buying_role", role).Set("is_key", key).Set("stance", Stances[(place + i) % Stances.Length]).Set("closeness", Closeness[(place + i) % Closeness.Length])
                    .Set("reports_to", above < 0 ? null : staff[organisations[n].Id][above].Id).Set("owner", organisations[n]["owner"]).Set("created_at", w.Ago(200 + i));
                if ((place + i) % 3 == 0)
                    draft.Lines["internal_relations"] = [new DraftLine(null, new Dictionary<string, object?> { ["user"] = w.Member(i % 2 == 0 ? "孙磊" : "郑涛"), ["relation"] = i % 2 == 0 ? "校友" : "以前共事", ["closeness"] = "trusted" })];
                return draft;
            }));
            foreach (var (n, record) in best.Zip(made)) staff[organisations[n].Id].Add(record);
        }
        var form = people[0].Form;
        await w.Save(best.Select(n => new Draft(form) { Id = people[n].Id }.Set("reports_to", staff[organisations[n].Id][2].Id)));
        return staff.ToDictionary(s => s.Key, s => (IReadOnlyList<Record>)s.Value);
    }

    /// <summary>The decision chain of a deal: those who decide, from below.</summary>
    public static IReadOnlyList<DraftLine> Chain(IReadOnlyList<Record> staff, int n) => [.. new[] { 5, 3, 1, 0 }.Skip(n % 2).Select((place, i) => new DraftLine(null, new Dictionary<string, object?>
    {
        ["contact"] = staff[place].Id, ["buying_role"] = staff[place]["buying_role"], ["level"] = staff[place]["org_level"], ["stance"] = staff[place]["stance"], ["closeness"] = staff[place]["closeness"],
        ["order"] = (decimal)(i + 1), ["approved"] = (place + n) % 3 == 1,
    }))];
}
