using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin.Apps;

/// <summary>The apps of the organisation side by side: installing a template, naming, and who may use each. What an app is made of is the matter of its designer.</summary>
public sealed class AppArea : PageArea
{
    public const string Path = "/admin/apps";

    public override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (Visit visit) => Rendered.Page<AppsScreen>(visit, Head(visit), new Dictionary<string, object?> { ["Visit"] = visit })).ForAdministrators();
        routes.MapGet(Path + "/new", (Visit visit) => InstallForm(visit, Suggested(visit, Template.All[0]), Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(Path, Install).ForAdministrators();
        routes.MapGet(Path + "/{app}/name", (Visit visit) => NameForm(visit, visit.TheApp.Definition.Label, Refused.Nothing(visit))).ForAdministrators();
        routes.MapPost(Path + "/{app}/name", Rename).ForAdministrators();
        routes.MapGet(Path + "/{app}/switches", (Visit visit) => Rendered.Fragment<SwitchesDialog>(visit, new Dictionary<string, object?> { ["Visit"] = visit, ["Switches"] = Switches.Of(visit.TheApp) })).ForAdministrators();
        routes.MapPost(Path + "/{app}/switches", Turn).ForAdministrators();
    }

    private static PageHead Head(Visit visit) => new(visit.Say("应用", "Apps"), Path);

    private static async Task<IResult> Install(Visit visit)
    {
        var form = await visit.Posted();
        var entry = new AppEntry(form.Text("template"), form.Text("key").Trim(), new Words(form.Text("zh").Trim(), form.Text("en").Trim()));
        var errors = Wrong(entry.Label).ToList();
        if (!entry.HasGoodKey) errors.Add(new("key", "app.bad_key", ("标识用小写字母、数字和下划线，字母开头，最多 30 个字符。", "A key is lower-case letters, digits and _, begins with a letter and has at most 30 characters.")));
        else if (visit.Platform.Apps.Find(entry.Key) is not null) errors.Add(new("key", "app.exists", ("已有应用用了这个标识。", "Another app has this key.")));
        if (errors.Count > 0) return InstallForm(visit, entry, Refused.By(visit, Problem.Invalid("app.invalid", ("有内容需要修改。", "Some entries need your attention."), errors).Exception()));
        var app = await visit.Platform.Apps.Install(visit.Actor, Template.Load(entry.Template) with { Key = entry.Key, Label = entry.Label }, visit.Cancel);
        return Rendered.Go(visit, "/app/" + app.Key);
    }

    private static async Task<IResult> Rename(Visit visit)
    {
        var form = await visit.Posted();
        var label = new Words(form.Text("zh").Trim(), form.Text("en").Trim());
        if (Wrong(label).ToList() is { Count: > 0 } errors)
            return NameForm(visit, label, Refused.By(visit, Problem.Invalid("app.invalid", ("有内容需要修改。", "Some entries need your attention."), errors).Exception()));
        await visit.Platform.Apps.Publish(visit.Actor, visit.TheApp.Definition with { Label = label }, visit.TheApp.Version, visit.Cancel);
        return Rendered.Go(visit, Path);
    }

    private static async Task<IResult> Turn(Visit visit)
    {
        var form = await visit.Posted();
        if (!int.TryParse(form.Text("seen"), System.Globalization.CultureInfo.InvariantCulture, out var seen)) seen = visit.TheApp.Version;
        await visit.Platform.Apps.Publish(visit.Actor, Switches.With(visit.TheApp, form["on"].OfType<string>().ToHashSet()), seen, visit.Cancel);
        return Rendered.Go(visit, Path);
    }

    private static IEnumerable<FieldError> Wrong(Words label)
    {
        foreach (var (field, text) in new[] { ("zh", label.Zh), ("en", label.En) })
            if (text.Length is 0 or > 40) yield return new(field, "app.name", ("请填写名称（最多 40 个字）。", "Enter a name of at most 40 characters."));
    }

    /// <summary>The template's own names, with a number where an app of it stands already.</summary>
    private static AppEntry Suggested(Visit visit, string template)
    {
        var definition = Template.Load(template);
        var n = 1;
        while (visit.Platform.Apps.Find(n == 1 ? definition.Key : $"{definition.Key}_{n}") is not null) n++;
        return n == 1 ? new(template, definition.Key, definition.Label) : new(template, $"{definition.Key}_{n}", ($"{definition.Label.Zh} {n}", $"{definition.Label.En} {n}"));
    }

    private static IResult InstallForm(Visit visit, AppEntry entry, Refused refused) => Rendered.Fragment<InstallDialog>(visit, new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Entered"] = entry, ["Refused"] = refused,
    }, refused.Status);

    private static IResult NameForm(Visit visit, Words label, Refused refused) => Rendered.Fragment<AppNameDialog>(visit, new Dictionary<string, object?>
    {
        ["Visit"] = visit, ["Label"] = label, ["Refused"] = refused,
    }, refused.Status);
}
