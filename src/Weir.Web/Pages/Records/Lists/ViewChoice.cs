using Weir.Engine.Forms;
using Weir.Engine.Views;

namespace Weir.Web.Pages.Records.Lists;

/// <summary>The views of a form that a visitor is offered, and which of them opens first. At least one is always there.</summary>
public sealed record ViewChoice(IReadOnlyList<OfferedView> All, OfferedView First)
{
    public static async ValueTask<ViewChoice> For(FormVisit visit)
    {
        var store = visit.Visit.Platform.Views;
        var views = await store.For(visit.Actor, visit.Form, visit.Visit.Cancel);
        if (views.Count == 0) return None(visit);
        var first = await store.First(visit.Actor, visit.Form, visit.Visit.Cancel);
        return new(views, views.FirstOrDefault(v => v.Key == first) ?? views[0]);
    }

    /// <summary>Only the view of all records, with the columns of the form's first view.</summary>
    public static ViewChoice None(FormVisit visit)
    {
        var everything = new OfferedView(new() { Key = "all", Label = ("全部", "All"), Columns = visit.Form.Definition.Views.Count > 0 ? visit.Form.Definition.Views[0].Columns : [] }, null, null, 0);
        return new([everything], everything);
    }

    /// <summary>The view of that key; the first when there is none (any more).</summary>
    public OfferedView Of(string? key) => key is null ? First : All.FirstOrDefault(v => v.Key == key) ?? First;

    /// <summary>The address that opens a view.</summary>
    public ListAddress Address(FormVisit visit, OfferedView view) => new(visit.Url) { View = view == First ? null : view.Key };
}
