using System.Security.Cryptography;
using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Access.SignIn;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Capabilities.WebForm;

/// <summary>The public addresses of forms: opened and closed by those who may, filled in by anybody. Never tells a visitor what is stored.</summary>
public sealed partial class WebForms(Database database, AppStore apps, RecordStore records, RecordQuery query, Func<Directory> people, RecordIds ids, TimeProvider clock)
{
    private const int LongestName = 80;
    private const int MostAddresses = 200;
    private const int MostOffered = 200;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Whether the actor opens and closes addresses of the form.</summary>
    public static bool Manages(Actor actor, Form form) =>
        WebForm.Sheet(form) is { } sheet && !actor.ReadOnly && (FormAccess.Of(actor, form) is { Everything: true } || actor.Roles(form.App.Key).Any(sheet.Settings.Roles.Contains));

    /// <summary>The addresses of a form, the newest first.</summary>
    /// <exception cref="ProblemException">NotFound to who may not know of them.</exception>
    public async Task<IReadOnlyList<WebAddress>> List(Actor actor, Form form, CancellationToken cancel = default)
    {
        Demand(actor, form);
        return [.. (await database.Read(s => WebFormRows.All(s, form.App.Schema, form.No), cancel)).Select(r => Address(form, r))];
    }

    /// <summary>What may be chosen for a preset: options, or records that the actor sees.</summary>
    public async Task<IReadOnlyList<(string Key, string Label)>> Offered(Actor actor, Field preset, CancellationToken cancel = default)
    {
        if (preset.Type.LinkedForm(preset) is not { } key) return [.. preset.Type.Options(preset).Where(o => !o.Retired).Select(o => (o.Key, o.Label.In(actor.Chinese)))];
        var form = preset.Form.App[key];
        if (!FormAccess.Of(actor, form).Can(Operation.View)) return [];
        var page = await database.Read(s => query.List(s, actor, new ListQuery(form) { Limit = MostOffered }), cancel);
        var titles = await database.Read(s => query.Titles(s, actor, form, [.. page.Rows.Select(r => r.Id)]), cancel);
        return [.. page.Rows.Where(r => titles.ContainsKey(r.Id)).Select(r => (r.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), titles[r.Id]))];
    }

    /// <summary>Opens a new address under a name that visitors read.</summary>
    /// <exception cref="ProblemException">Invalid without a name or with a preset that is not offered; NotFound to who may not.</exception>
    public async Task<WebAddress> Open(Actor actor, Form form, string name, IReadOnlyDictionary<string, string> presets, CancellationToken cancel = default)
    {
        var sheet = Demand(actor, form);
        name = name.Trim();
        if (name.Length is 0 or > LongestName) throw Wrong("name", "web_form.name", ($"请写名称，最多 {LongestName} 个字，访客会看到。", $"Give it a name of at most {LongestName} letters; visitors read it."));
        var kept = new Dictionary<string, string>();
        foreach (var preset in sheet.Presets)
        {
            if (presets.GetValueOrDefault(preset.Key) is not { Length: > 0 } chosen) continue;
            if ((await Offered(actor, preset, cancel)).All(o => o.Key != chosen)) throw Wrong(preset.Key, "web_form.preset", ($"“{preset.Label.Zh}”没有这个选项，请重新选择。", $"'{preset.Label.En}' has no such option; choose again."));
            kept[preset.Key] = chosen;
        }
        await Fit(sheet, kept, cancel);
        var row = new WebFormRow(ids.Next(), form.No, Token(18), Token(32), name, JsonSerializer.Serialize(kept), true, Now, actor.MemberId, 0, 0);
        await database.Write(async session =>
        {
            if ((await WebFormRows.All(session, form.App.Schema, form.No)).Count >= MostAddresses) throw Wrong("name", "web_form.many", ("地址太多了，请先停用不再需要的。", "There are too many addresses."));
            await WebFormRows.Add(session, form.App.Schema, row);
        }, cancel);
        return Address(form, row);
    }

    /// <summary>Presets that do not go together would refuse every visitor, who could do nothing about it.</summary>
    private async Task Fit(WebFormSheet sheet, IReadOnlyDictionary<string, string> presets, CancellationToken cancel)
    {
        var draft = new Draft(sheet.Form);
        foreach (var (field, value) in sheet.Values) draft.Set(field.Key, value);
        foreach (var preset in sheet.Presets.Where(p => presets.ContainsKey(p.Key))) draft.Set(preset.Key, preset.Type.LinkedForm(preset) is null ? presets[preset.Key] : long.Parse(presets[preset.Key], System.Globalization.CultureInfo.InvariantCulture));
        var preview = await records.Preview(Actor.System("form", people()), draft, cancel);
        if (preview.Errors.FirstOrDefault(e => sheet.Presets.Any(p => p.Key == e.Field && presets.ContainsKey(p.Key))) is { } wrong) throw Wrong(wrong.Field, "web_form.preset", wrong.Message);
    }

    /// <summary>Opens an address again, or closes it: to visitors a closed one does not exist.</summary>
    public async Task Switch(Actor actor, Form form, long id, bool on, CancellationToken cancel = default)
    {
        Demand(actor, form);
        if (await database.Write(s => WebFormRows.Switch(s, form.App.Schema, form.No, id, on), cancel) == 0) throw Closed.Exception();
    }

    private static WebFormSheet Demand(Actor actor, Form form) => Manages(actor, form) ? WebForm.Sheet(form)! : throw Problem.NotFound("form.not_found").Exception();

    private static ProblemException Wrong(string field, string code, Words words) => Problem.Invalid(code, words, new FieldError(field, code, words)).Exception();

    private static WebAddress Address(Form form, WebFormRow row) => new(
        row.Id, row.Key, row.Name, row.Active, row.At, row.ById, row.Taken, JsonSerializer.Deserialize<Dictionary<string, string>>(row.Presets)!.Where(p => form.Find(p.Key) is not null).ToDictionary(p => form[p.Key], p => p.Value));

    private static string Token(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
}

/// <summary>One public address of a form.</summary>
/// <param name="Key">The part of the address that cannot be guessed.</param>
/// <param name="Taken">How often something was sent in.</param>
public sealed record WebAddress(long Id, string Key, string Name, bool Active, DateTime At, long By, int Taken, IReadOnlyDictionary<Field, string> Presets);
