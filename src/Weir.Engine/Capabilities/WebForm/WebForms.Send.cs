using System.Globalization;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.WebForm;

public sealed partial class WebForms
{
    // A stand at a fair sends many from one line, so a household may send more than one person would.
    private readonly Throttle networks = new(clock, 20, TimeSpan.FromSeconds(30));
    private readonly Throttle addresses = new(clock, 200, TimeSpan.FromSeconds(5));

    internal static readonly Problem Closed = Problem.NotFound("web_form.closed") with
    {
        Message = ("这个表单不存在或已经关闭。请向发给你网址的人确认。", "This form does not exist or is closed. Ask whoever gave you the address."),
    };

    private static readonly HashSet<string> Twins = ["duplicate.found", "field.not_unique"];

    /// <summary>The form behind a public address.</summary>
    /// <exception cref="ProblemException">NotFound when there is none or it is closed, which looks the same.</exception>
    public async Task<OpenWebForm> Find(string key, CancellationToken cancel = default)
    {
        if (key.Length is > 10 and < 60)
            foreach (var app in apps.Current.Values.OrderBy(a => a.Id))
                if (app.Forms.Any(f => WebForm.Sheet(f) is not null) && await database.Read(s => WebFormRows.Find(s, app.Schema, key), cancel) is { Active: true } row && app.FormNo((int)row.FormNo) is { } form && WebForm.Sheet(form) is { } sheet)
                    return new(sheet, Address(form, row), WebStamp.Issue(row.Secret, Now)) { Row = row };
        throw Closed.Exception();
    }

    /// <summary>Takes in what a visitor has filled in: by the road of all records, in nobody's name. What is there already gets a touch, and the visitor learns nothing of it.</summary>
    /// <param name="typed">The values as sent, by field; only those of the sheet are asked for.</param>
    /// <param name="trap">What stands in the field that no person sees.</param>
    /// <exception cref="ProblemException">Invalid with the errors of fields; TooMany; Conflict when it was too quick or open for too long.</exception>
    public async Task Send(OpenWebForm open, Func<Field, IReadOnlyList<string>> typed, string? stamp, string? trap, Visitor visitor, bool chinese, CancellationToken cancel = default)
    {
        if (!networks.Take(visitor.Network) || !addresses.Take(open.Row.Key))
            throw Problem.TooMany("web_form.too_many", ("提交太频繁，请过几分钟再试。", "Too many were sent from here. Try again in a few minutes.")).Exception();
        // A program that fills in everything is thanked as anybody, so that it learns nothing.
        if (!string.IsNullOrEmpty(trap)) return;
        if (WebStamp.Read(open.Row.Secret, stamp) is not var (at, mark) || Now - at > WebStamp.Longest || at > Now.AddMinutes(5))
            throw Problem.Conflict("web_form.stale", ("页面打开太久了，内容还在，请再提交一次。", "The page was open for too long. What you entered is still here: send it once more.")).Exception();
        if (Now - at < WebStamp.Soonest) throw Problem.Conflict("web_form.too_fast", ("提交得太快了，请核对内容后再提交一次。", "That was very quick. Check what you entered and send it once more.")).Exception();

        var (form, directory) = (open.Sheet.Form, people());
        var once = $"web:{open.Row.Id}:{mark}";
        if (await database.Read(s => OnceRows.Find(s, form.App.Schema, once), cancel) is not null) return;
        var draft = Draft(open, typed, new Display(chinese, directory, Now), once);
        var known = false;
        try
        {
            await records.Save(Actor.System("form", directory), draft, cancel);
        }
        catch (ProblemException refused) when (refused.Problem.Errors.Count > 0 && refused.Problem.Errors.All(e => Twins.Contains(e.Code)))
        {
            // That somebody is known already is nothing for visitors to find out.
            known = true;
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            var shown = refused.Problem.Errors.Where(e => open.Sheet.Fields.Any(f => f.Key == e.Field) && !Twins.Contains(e.Code)).ToArray();
            throw (shown.Length > 0 ? Problem.Invalid("web_form.invalid", ("请改正标出的内容。", "Please correct what is marked."), shown)
                : Problem.Invalid("web_form.not_taken", ("现在无法接收，请直接联系我们。", "This cannot be taken now. Please contact us directly."))).Exception();
        }
        await database.Write(async session =>
        {
            await WebFormRows.Count(session, form.App.Schema, open.Row.Id, known);
            await OnceRows.Remember(session, form.App.Schema, once, 0, Now);
        }, CancellationToken.None);
    }

    private static Draft Draft(OpenWebForm open, Func<Field, IReadOnlyList<string>> typed, Display display, string once)
    {
        var draft = new Draft(open.Sheet.Form) { IdempotencyKey = once };
        foreach (var field in open.Sheet.Fields)
        {
            try
            {
                draft.Set(field.Key, field.Type.FromInput(field, typed(field), display));
            }
            catch (ValueError wrong)
            {
                draft.Errors.Add(new(field.Key, wrong.Code, wrong.Words));
            }
        }
        foreach (var (field, value) in open.Sheet.Values) draft.Set(field.Key, value);
        foreach (var (key, chosen) in JsonSerializer.Deserialize<Dictionary<string, string>>(open.Row.Presets)!)
            if (open.Sheet.Presets.FirstOrDefault(f => f.Key == key) is { } field) draft.Set(key, field.Type.LinkedForm(field) is null ? chosen : long.Parse(chosen, CultureInfo.InvariantCulture));
        return draft;
    }
}

/// <summary>A public address that is open, as a visitor meets it.</summary>
/// <param name="Stamp">Goes with the page, and comes back with what is sent.</param>
public sealed record OpenWebForm(WebFormSheet Sheet, WebAddress Address, string Stamp)
{
    internal WebFormRow Row { get; init; } = null!;
}
