using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Web.Http;

namespace Weir.Web.Pages.Records;

/// <summary>A visit to one form: which form the URL names, what the visitor may do there, and its addresses. Loads no record.</summary>
public sealed class FormVisit
{
    private readonly string? at;

    /// <param name="at">Where the form stands when it has no list of its own: what an action asks for.</param>
    public FormVisit(Visit visit, App app, Form form, string? at = null)
    {
        this.at = at;
        Visit = visit;
        App = app;
        Form = form;
        Access = FormAccess.Of(visit.Actor, form);
        Display = visit.Display();
    }

    /// <exception cref="ProblemException">NotFound: no such form, or one that the visitor may not see.</exception>
    public static FormVisit Of(HttpContext http, Operation operation = Operation.View)
    {
        var visit = Visit.Of(http);
        if (visit.App is not { } app || app.Find((string?)http.Request.RouteValues["form"] ?? "") is not { } form) throw NotFound();
        var found = new FormVisit(visit, app, form);
        if (!found.Access.Can(Operation.View) && !found.Access.Can(operation)) throw NotFound();
        return found;
    }

    public Visit Visit { get; }

    public App App { get; }

    public Form Form { get; }

    public FormAccess Access { get; }

    public Display Display { get; }

    public Actor Actor => Visit.Actor;

    public bool Chinese => Visit.Chinese;

    /// <summary>The app: <c>/app/l2c</c>.</summary>
    public string Base => "/app/" + App.Key;

    /// <summary>The list of the form: <c>/app/l2c/lead</c>.</summary>
    public string Url => at ?? $"{Base}/{Form.Key}";

    public string Label => Form.Label.In(Chinese);

    /// <summary>The words on what makes a record: New lead.</summary>
    public string NewLabel => Form.NewLabel.In(Chinese);

    public string Record(long id) => $"{Url}/{id}";

    public string Say(string zh, string en) => Chinese ? zh : en;

    public string Say(Words words) => words.In(Chinese);

    /// <summary>What a record is called: its title, or its number while it has none.</summary>
    public string Title(object? title, long id) => Form.Title.Type.Text(Form.Title, title, Display) is { Length: > 0 } text ? text : "#" + id;

    /// <summary>Fetches what values are called before they are drawn: titles of records, names of files.</summary>
    public async Task Learn(IEnumerable<(Field Field, object? Value)> values)
    {
        var all = values.Where(v => v.Value is not null and not Masked).ToList();
        await Visit.Platform.Query.LearnTitles(Actor, Display, all, Visit.Cancel);
        await Visit.Platform.Files.Learn(App, Display, all.Where(v => v.Field.Type.HoldsFiles).SelectMany(v => v.Field.Type.FileIds(v.Field, v.Value)), Visit.Cancel);
    }

    /// <summary>Another form of the same app as the same visitor sees it; null when they may not.</summary>
    public FormVisit? Other(string key) =>
        App.Find(key) is { } form && new FormVisit(Visit, App, form) is var other && other.Access.Can(Operation.View) ? other : null;

    private static ProblemException NotFound() => Problem.NotFound("form.not_found").Exception();
}
