using Weir.Engine.Access;
using Weir.Engine.Conditions;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Web.Pages.Records.Lists;

namespace Weir.Web.Pages.Records.Details;

/// <summary>The records of another form that name this one: how many the visitor sees, the first of them, and where the rest is.</summary>
public sealed record Related(Field Field, FormVisit Other, Field By, string Filter, int Count)
{
    /// <summary>Counting stops here; more is "99+".</summary>
    private const int Most = 100;

    /// <summary>The list of all of them.</summary>
    public string Url => new ListAddress(Other.Url) { Filter = Filter }.Url;

    /// <summary>A new one that names this record, and the way back to it; null when the visitor may not make one.</summary>
    public string? NewUrl(FormVisit host, long id) => Other.Access.Can(Operation.Create) && Other.Access.Edits(By)
        ? $"{Other.Url}/new?{By.Key}={(By.Type.LinkedForm(By) is null && By.Type.Kind(By) != Weir.Engine.FieldTypes.ValueKind.Many ? $"{host.Form.Key}:{id}" : id)}&return={Uri.EscapeDataString($"{host.Record(id)}?tab={Field.Key}")}" : null;

    public string CountText => Count >= Most ? "99+" : Count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<IReadOnlyList<Related>> Of(RecordSheet sheet)
    {
        var all = new List<Related>();
        var origins = await sheet.Visit.Visit.Platform.Query.OriginsOf(sheet.Visit.Actor, sheet.Visit.Form, sheet.Id, sheet.Visit.Visit.Cancel);
        foreach (var field in sheet.Visit.Form.Live.Where(f => f.Type.RelatedOf(f) is not null && sheet.Visit.Access.Sees(f) && sheet.Seen.State.Shown(f)))
        {
            var list = field.Type.RelatedOf(field)!;
            if (sheet.Visit.Other(list.Form) is not { } other || other.Form.Find(list.By) is not { } by || !other.Access.Reads(by)) continue;
            var filter = FilterText.Names(by, sheet.Visit.Form.Key, sheet.Id, origins);
            var count = await other.Visit.Platform.Query.Count(other.Actor, new ListQuery(other.Form) { Where = Condition.Compile(other.Form, FilterText.Read(other, filter)!.Proper) }, Most, other.Visit.Cancel);
            all.Add(new Related(field, other, by, filter, count));
        }
        return all;
    }

    /// <summary>Its first rows as a list shows them, newest first.</summary>
    public Task<Listing> Rows(int limit, string? after = null) => Listing.LoadSome(Other, new ListAddress(Other.Url) { Filter = Filter, Group = "", After = after }, limit);
}
