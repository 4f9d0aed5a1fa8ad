using System.Text.Json;
using Weir.Engine.Access;
using Weir.Tests.Web.Records;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Web.Walks;

/// <summary>The day of one member of a role in one company: signs in, does in every form all that the role may do, and tries what it may not. Collects what went wrong.</summary>
internal sealed partial class Walk
{
    private readonly Stage stage;
    private readonly string role;
    private readonly Tongue tongue;
    private readonly List<string> faults = [];
    private readonly HashSet<string> told = [];
    private Member member = null!;
    private Browser me = null!;
    private (long Account, long Contract, long Sold, long Member) own;
    private string accountName = "";

    public Walk(Stage stage, string role) => (this.stage, this.role, tongue) = (stage, role, new Tongue(stage.Chinese, () => stage.Data));

    public IReadOnlyList<string> Faults => faults;

    public async Task Go()
    {
        await SignIn();
        await Prepare();
        await Around();
        foreach (var form in Charter.Forms)
        {
            if (Charter.Of(role, form) is { } right) await Work(form, right);
            else await Closed(form);
        }
        await Find();
        await Administration();
    }

    private async Task SignIn()
    {
        member = await stage.Walker(role);
        var visitor = stage.Host.Visit();
        var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.AcceptLanguage.ParseAdd(stage.Chinese ? "zh-CN" : "en");
        Look("sign-in", await visitor.Send(request), 200);
        Look("a wrong password", await visitor.Post("/sign-in", ("who", member.Email), ("password", "wrong-horse-9")), 422, words: false);
        Look("the right password", await visitor.Post("/sign-in", ("who", member.Email), ("password", Stage.Password)), 302);
        me = visitor.As(member.Id);
    }

    /// <summary>An account and a contract of one's own, so that there is something to relate to.</summary>
    private async Task Prepare()
    {
        accountName = stage.ChineseName(role);
        phone = Papers.Mobile();
        var account = await stage.Make("account", member.Id, ("name", accountName), ("phone", phone));
        var contract = await stage.Make("contract", member.Id, ("account", account.Id));
        own = (account.Id, contract.Id, (long)contract.Lines(contract.Form["lines"])[0]["product"]!, member.Id);
    }

    private async Task Around()
    {
        foreach (var page in new[] { "/app/l2c", "/me", "/app/l2c/notifications", "/app/l2c/search", "/app/l2c/search?q=zzzz", "/app/l2c/new" }) Look(page, await me.Get(page), 200);
        Look("no such form", await me.Get("/app/l2c/nothing_here"), 404);
        Look("no such app", await me.Get("/app/nothing"), 404);
    }

    /// <summary>Two records within reach, and one beyond it where the reach has an end.</summary>
    private async Task<(Record First, Record Second, Record? Beyond)> Lay(string form, Right right)
    {
        var owner = right.Reach switch { 'O' => member.Id, 'T' => stage.East.Id, _ => stage.South.Id };
        return (await One(form, owner), await One(form, owner), right.Reach == 'A' ? null : await One(form, stage.South.Id));
    }

    private async Task<Record> One(string form, long owner)
    {
        List<(string, object?)> values = [];
        if (form is "payment" or "invoice" or "delivery" or "payment_plan") values.Add(("contract", await ContractOf(owner, executing: form != "payment_plan")));
        if (form == "opportunity") values.Add(("campaign", stage.Event.Id));
        var record = await stage.Make(form, owner, [.. values]);
        return (role, form) switch
        {
            ("delivery", "opportunity") => await stage.Become(record, "status", "won"),
            // A draft is planned piece by piece; delivery sees only what is in force.
            ("delivery", "payment_plan") => await InForce(owner, record),
            ("delivery", "quote") => await stage.Become(record, "flow_status", "in_approval"),
            (not "delivery", "contract") => await stage.Become(record, "status", "draft"),
            _ => record,
        };
    }

    private async Task<Record> InForce(long owner, Record plan)
    {
        contracts.Remove((owner, false));
        await stage.Become(await stage.Read("contract", (long)plan["contract"]!), "status", "executing");
        return plan;
    }

    private async Task<long> ContractOf(long owner, bool executing)
    {
        if (contracts.TryGetValue((owner, executing), out var id)) return id;
        var contract = await stage.Make("contract", owner);
        if (!executing) await stage.Become(contract, "status", "draft");
        return contracts[(owner, executing)] = contract.Id;
    }

    private readonly Dictionary<(long, bool), long> contracts = [];
    private string phone = "";

    private static string Url(string form) => "/app/l2c/" + form;

    /// <summary>An answer must have one of these statuses, and speak the language of the member.</summary>
    private Reply Look(string what, Reply reply, int status, int or = 0, bool words = true)
    {
        if (reply.Status != status && reply.Status != or) Fault($"{what}: {reply.Status} instead of {status}. {Said(reply)}");
        if (words && reply.Status != 500)
            foreach (var wrong in tongue.Faults(reply))
                if (told.Add(wrong)) Fault($"{what}: {wrong}");
        if (reply.Status is 403 or 404 && reply.Text.Length == 0 && Said(reply).Length == 0) Fault($"{what}: refused without a word");
        return reply;
    }

    private void Same(string what, object? expected, object? found)
    {
        if (!Equals(expected, found)) Fault($"{what}: '{found}' instead of '{expected}'");
    }

    private void True(string what, bool holds)
    {
        if (!holds) Fault(what);
    }

    private void Fault(string text) => faults.Add($"{role}: {text}");

    private static string Said(Reply reply)
    {
        if (reply["HX-Trigger"] is { } trigger && trigger.StartsWith('{') && JsonDocument.Parse(trigger).RootElement.TryGetProperty("toast", out var toast)) return toast.GetProperty("text").GetString()!;
        if (reply["Content-Type"]?.StartsWith("text/html", StringComparison.Ordinal) != true) return "";
        var page = reply.Html;
        var errors = string.Join("; ", page.QuerySelectorAll(".w-error, .w-errors li").Select(e => e.TextContent.Trim()).Distinct().Take(5));
        return errors.Length > 0 ? errors : (page.QuerySelector("h1")?.TextContent.Trim() ?? "") + " " + (page.QuerySelector(".w-plain-page p")?.TextContent.Trim() ?? "");
    }
}
