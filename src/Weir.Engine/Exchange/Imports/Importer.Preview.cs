using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;

namespace Weir.Engine.Exchange.Imports;

/// <summary>What would become of the first rows of a file.</summary>
/// <param name="Fields">The fields which the file fills, in the order of its columns.</param>
/// <param name="Unmapped">Titles of columns that are not imported.</param>
/// <param name="Missing">Required fields that no column fills and that have no default.</param>
public sealed record ImportPreview(IReadOnlyList<Field> Fields, IReadOnlyList<PreviewRow> Rows, IReadOnlyList<string> Unmapped, IReadOnlyList<Field> Missing);

/// <summary>What would become of one record of the file.</summary>
/// <param name="Record">As it would be stored, computed fields too; null when it cannot be told.</param>
/// <param name="RecordId">The record that would be changed; null when a new one would be made.</param>
public sealed record PreviewRow(int Row, Record? Record, long? RecordId, IReadOnlyList<RowError> Errors);

public sealed partial class Importer
{
    /// <summary>Reads and checks the first rows exactly as the import would, and writes nothing.</summary>
    /// <exception cref="ProblemException">Invalid when the choices cannot work; the same as <see cref="Start"/> says.</exception>
    public async Task<ImportPreview> Preview(Actor actor, App app, long id, ImportChoice choice, int rows = 20, CancellationToken cancel = default)
    {
        var batch = await Drafted(actor, app, id, cancel);
        var plan = Planned(actor, batch, choice);
        var map = new ImportMap(actor, batch.Form, plan);
        var reading = new ImportReading(actor, batch.Form, map, context.Now);
        var groups = First(id, plan, reading, Math.Clamp(rows, 1, 200));
        await context.Database.Read(async session =>
        {
            await reading.Read(session, groups);
            return true;
        }, cancel);
        var seen = new FileTwins();
        var shown = new List<PreviewRow>();
        foreach (var group in groups) shown.Add(await Row(actor, map, group, seen, cancel));
        var filled = map.Columns.Where(c => c.Target is { Writes: true, Field: not null }).Select(c => c.Target.Lines ?? c.Target.Field!).Distinct().ToList();
        var missing = choice.Mode == ImportMode.Update ? [] : batch.Form.Live.Where(f => f.Definition.Required && !filled.Contains(f) && f.Definition.Default is null && !f.Type.Computed && !f.System).ToList();
        return new(filled, shown, [.. plan.Columns.Where(c => c.Target is null).Select(c => c.Title.Length > 0 ? c.Title : "#" + (c.Index + 1))], missing);
    }

    private List<ImportGroup> First(long id, ImportPlan plan, ImportReading reading, int rows) => SheetFaults.Told(() =>
    {
        using var file = context.Files.Demand(id);
        using var reader = SheetReader.Open(file, plan.FileName);
        reader.Select(plan.Sheet);
        return reading.Groups(reader.Rows(), plan.HeaderRow).Take(rows).ToList();
    });

    private async Task<PreviewRow> Row(Actor actor, ImportMap map, ImportGroup group, FileTwins seen, CancellationToken cancel)
    {
        if (group.Draft is null) return new(group.FirstRow, null, group.RecordId, RowErrors.Of(map, group, null));
        try
        {
            var preview = await context.Records.Preview(actor, group.Draft, cancel);
            var refused = preview.Errors.Count == 0 ? null : Problem.Invalid("record.invalid", ("", ""), preview.Errors);
            return new(group.FirstRow, preview.Record, group.RecordId, [.. RowErrors.Of(map, group, refused), .. seen.Of(map, group, preview.Record)]);
        }
        catch (ProblemException refused)
        {
            return new(group.FirstRow, null, group.RecordId, RowErrors.Of(map, group, refused.Problem));
        }
    }
}
