using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Views;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Records.Views;

/// <summary>What is typed about a view: its name and who it is for. What it shows comes from the list.</summary>
public sealed record ViewEntry
{
    /// <summary>Null while the view is new.</summary>
    public long? Id { get; init; }

    public string Name { get; init; } = "";

    public Audience Audience { get; init; } = Audience.Personal;

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The list that stands behind the dialog.</summary>
    public ListAddress? Address { get; init; }

    public Problem? Refused { get; init; }

    public static ViewEntry Of(OfferedView view) => new() { Id = view.Id, Name = view.Definition.Label.Zh, Audience = view.Definition.Audience, Roles = view.Definition.Roles };

    public static ViewEntry Read(IFormCollection posted) => new()
    {
        Name = posted["name"].ToString().Trim(),
        Audience = posted["audience"].ToString() switch { "shared" => Audience.Shared, "roles" => Audience.Roles, _ => Audience.Personal },
        Roles = [.. posted["roles"].OfType<string>().Where(r => r.Length > 0)],
    };

    public ViewDefinition Apply(ViewDefinition view) => view with { Label = (Name, Name), Audience = Audience, Roles = Audience == Audience.Roles ? Roles : [] };

    public string? Error(FormVisit visit, string field) => Refused?.Errors.FirstOrDefault(e => e.Field == field) is { } error ? visit.Say(error.Message) : null;
}
