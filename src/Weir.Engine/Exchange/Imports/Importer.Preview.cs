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
/// <param name="Complete">All rows of the file were looked at.</param>
public sealed record ImportPreview(IReadOnlyList<Field> Fields, IReadOnlyList<PreviewRow> Rows, IReadOnlyList<string> Unmapped, IReadOnlyList<Field> Missing, bool Complete);

/// <summary>What would become of one record of the file.</summary>
/// <param name="Record">As it would be stored, computed fields too; null when it cannot be told.</param>
/// <param name="RecordId">The record that would be changed; null when a new one would be made.</param>
public sealed record PreviewRow(int Row, Record? Record, long? RecordId, IReadOnlyList<RowError> Errors);

public sealed partial class Importer
{
    /// <summary>So many records of a file are looked at before an import at most.</summary>
    public const int MostPreviewed = 5000;

    private const int PreviewedAtOnce = 500;

    /// <summary>Reads and checks the first rows exactly as the import would, and writes nothing.</summary>
    /// <exception cref="ProblemException">Invalid when the choices cannot work; the same as <see cref="Start"/> says.</exception>
    public async Task<ImportPreview> Preview(Actor actor, App app, long id, ImportChoice choice, int rows = 20, CancellationToken cancel = default)
    {
        var batch = await Drafted(actor, app, id, cancel);
        var plan = Demanded(actor, batch, choice);
        var map = new ImportMap(actor, batch.Form, plan);
        var reading = new ImportReading(actor, batch.Form, map, context.Now);
        rows = Math.Clamp(rows, 1, MostPreviewed);
        var groups = First(id, plan, reading, rows + 1);
        var complete = groups.Count <= rows;
        var seen = new FileTwins();
        var shown = new List<PreviewRow>();
        foreach (var some in groups.Take(rows).Chunk(PreviewedAtOnce)) shown.AddRange(await Rows(actor, map, reading, some, seen, cancel));
        var filled = map.Columns.Where(c => c.Target is { Writes: true, Field: not null }).Select(c => c.Target.Lines ?? c.Target.Field!).Distinct().ToList();
        var missing = choice.Mode == ImportMode.Update ? [] : batch.Form.Live.Where(f => f.Definition.Required && !filled.Contains(f) && !plan.Fixed.ContainsKey(f.Key) && f.Definition.Default is null && !f.Type.Computed && !f.System).ToList();
        return new(filled, shown, [.. plan.Columns.Where(c => c.Target is null).Select(c => c.Title.Length > 0 ? c.Title : "#" + (c.Index + 1))], missing, complete);
    }

    private List<ImportGroup> First(long id, ImportPlan plan, ImportReading reading, int rows) => SheetFaults.Told(() =>
    {
        using var file = context.Files.Demand(id);
        using var reader = SheetReader.Open(file, plan.FileName);
        reader.Select(plan.Sheet);
        return reading.Groups(reader.Rows(), plan.HeaderRow).Take(rows).ToList();
    });

    private async Task<List<PreviewRow>> Rows(Actor actor, ImportMap map, ImportReading reading, IReadOnlyList<ImportGroup> groups, FileTwins seen, CancellationToken cancel)
    {
        await context.Database.Read(async session =>
        {
            await reading.Read(session, groups);
            return true;
        }, cancel);
        var tried = groups.Where(g => g.Draft is not null).ToList();
        var found = tried.Zip(await context.Records.PreviewMany(actor, [.. tried.Select(g => g.Draft!)], cancel)).ToDictionary(f => f.First, f => f.Second);
        var rows = new List<PreviewRow>(groups.Count);
        foreach (var group in groups)
        {
            var (preview, problem) = found.GetValueOrDefault(group);
            if (preview is null) rows.Add(new(group.FirstRow, null, group.RecordId, RowErrors.Of(map, group, problem)));
            else
            {
                var refused = preview.Errors.Count == 0 ? null : Problem.Invalid("record.invalid", ("", ""), preview.Errors);
                // A row that finds the record of a row above by its key changes it, so it is no twin.
                var twins = group.RecordId is null && !seen.Knows(group) ? seen.Of(map, group, preview.Record) : [];
                rows.Add(new(group.FirstRow, preview.Record, group.RecordId, [.. RowErrors.Of(map, group, refused), .. twins]));
            }
        }
        return rows;
    }
}
