using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Web.Pages.Records.Cells;

/// <summary>Where a value is edited: in a row of a list, in the field panel of a record, alone in a dialog, by moving a card of a board.</summary>
public enum CellIn { Row, Panel, Dialog, Board }

/// <summary>One value while it is edited: as it is now, what was typed and refused, and the version that was seen.</summary>
public sealed record Cell(FormVisit Visit, Field Field, Record Record, CellIn Place, IReadOnlyList<string>? Options)
{
    /// <summary>The name of its control in the posted form.</summary>
    public const string Name = "value";

    public IReadOnlyList<string>? Typed { get; init; }

    public string? Error { get; init; }

    public string Id => $"cell-{Record.Id}-{Field.Key}";

    public string Url => CellPlace.Url(Visit, Record.Id, Field) + (Place == CellIn.Row ? "" : "?in=" + Place.ToString().ToLowerInvariant());

    /// <exception cref="ProblemException">NotFound; Forbidden: this record, this field, or this field while a rule locks it.</exception>
    public static async Task<Cell> Load(FormVisit visit, long id, Field field, CellIn place)
    {
        if (field.Key == SystemFields.Owner) return await Owner(visit, id, field, place);
        var preview = await visit.Visit.Platform.Records.Preview(visit.Actor, new Draft(visit.Form) { Id = id }, visit.Visit.Cancel);
        if (!CellPlace.Editable(visit, field)) throw Closed(field, ("不能修改", "cannot be changed"));
        if (preview.State.Locked(field)) throw preview.State.Why(field) is { } why ? Problem.Forbidden("field.locked", why).Exception() : Closed(field, ("现在不能修改", "cannot be changed now"));
        var record = RecordQuery.Veil(visit.Access, preview.Record);
        await visit.Learn([(field, record[field])]);
        return new Cell(visit, field, record, place, preview.State.Options(field));
    }

    /// <summary>Who hands over need not be one who edits.</summary>
    private static async Task<Cell> Owner(FormVisit visit, long id, Field field, CellIn place)
    {
        var seen = await visit.Visit.Platform.Query.Get(visit.Actor, visit.Form, id, visit.Visit.Cancel);
        if (!seen.CanAssign) throw Closed(field, ("不能修改", "cannot be changed"));
        await visit.Learn([(field, seen.Record[field])]);
        return new Cell(visit, field, seen.Record, place, null);
    }

    public InputState State => new(Name, Id, Record[Field], Typed, Required: Field.Definition.Required, ErrorId: Error is null ? null : Id + "-error", Options: Options, Base: Visit.Base,
        RecordContext: Pickers.PickContext.Of(Record, Field));

    private static ProblemException Closed(Field field, Words what) => Problem.Forbidden("field.read_only", ($"“{field.Label.Zh}”{what.Zh}。", $"'{field.Label.En}' {what.En}.")).Exception();
}
