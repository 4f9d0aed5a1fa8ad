using System.Text.Json;
using Weir.Engine.Access;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Files;

/// <summary>A file on a record: directly, or in one of its fields.</summary>
/// <param name="Field">The field that names it, a column of line items too; null when it lies beside the fields.</param>
/// <param name="Removable">The asker may take it off where it is shown; files of fields are taken off by editing the field.</param>
public sealed record AttachedFile(StoredFile File, Field? Field, bool Removable);

public sealed partial class FileStore
{
    /// <summary>So many files may lie directly on one record.</summary>
    public const int MostBeside = 200;

    /// <summary>Where a file lies that no field names.</summary>
    private const string Beside = "";

    /// <summary>All files of a record that the actor may see, newest first.</summary>
    /// <exception cref="ProblemException">NotFound.</exception>
    public Task<IReadOnlyList<AttachedFile>> Of(Actor actor, Form form, long recordId, CancellationToken cancel = default) => database.Read(async session =>
    {
        var access = FormAccess.Of(actor, form);
        await RowCheck.DemandLive(session, access, Operation.View, recordId, Now);
        var edits = await RowCheck.May(session, access, Operation.Edit, recordId, Now);
        var files = new List<AttachedFile>();
        foreach (var row in await FileRows.Of(session, form.App.Schema, form.No, recordId))
        {
            if (row.Field == Beside) files.Add(new(Of(row), null, edits || row.ById == actor.MemberId && !actor.ReadOnly));
            else if (form.Path(row.Field!) is { } path && access.Reads(path.Field)) files.Add(new(Of(row), path.Field, false));
        }
        foreach (var (from, origin) in await Origins.Of(session, form, recordId))
            foreach (var row in await FileRows.Of(session, form.App.Schema, from.No, origin))
            {
                var field = row.Field == Beside ? null : from.Path(row.Field!)?.Field;
                if (row.Field == Beside || field is not null && FormAccess.Of(actor, from).Reads(field)) files.Add(new(Of(row), field, false));
            }
        return (IReadOnlyList<AttachedFile>)files;
    }, cancel);

    /// <summary>Puts a fresh upload directly on a record; for who may edit the record, and only by its uploader.</summary>
    /// <exception cref="ProblemException">NotFound, Forbidden, Invalid when there are too many.</exception>
    public Task Attach(Actor actor, Form form, long recordId, long fileId, CancellationToken cancel = default) => database.Write(async session =>
    {
        await RowCheck.DemandLive(session, FormAccess.Of(actor, form), Operation.Edit, recordId, Now);
        var file = (await FileRows.Find(session, form.App.Schema, [fileId])).FirstOrDefault();
        if (file is null || file.State != "new" || file.FormNo != form.No || file.ById != actor.MemberId) throw Problem.NotFound("file.not_found").Exception();
        if ((await FileRows.Of(session, form.App.Schema, form.No, recordId)).Count(f => f.Field == Beside) >= MostBeside)
            throw Problem.Invalid("file.too_many", ($"一条记录最多 {MostBeside} 个文件。", $"A record has at most {MostBeside} files.")).Exception();
        await FileRows.Attach(session, form.App.Schema, [fileId], form.No, recordId, Beside);
        await Note(session, actor, form, recordId, HistoryOperation.FileAdded, file.Name);
    }, cancel);

    /// <summary>Takes a file off that lies directly on a record; for its uploader and for who may edit the record.</summary>
    /// <exception cref="ProblemException">NotFound, Forbidden.</exception>
    public Task Detach(Actor actor, Form form, long recordId, long fileId, CancellationToken cancel = default) => database.Write(async session =>
    {
        var access = FormAccess.Of(actor, form);
        await RowCheck.DemandLive(session, access, Operation.View, recordId, Now);
        var file = (await FileRows.Find(session, form.App.Schema, [fileId])).FirstOrDefault();
        if (file is null || file.State != "kept" || file.FormNo != form.No || file.RecordId != recordId || file.Field != Beside) throw Problem.NotFound("file.not_found").Exception();
        if (actor.ReadOnly || file.ById != actor.MemberId) await RowCheck.Demand(session, access, Operation.Edit, recordId, Now);
        await FileRows.Release(session, form.App.Schema, [fileId]);
        await Note(session, actor, form, recordId, HistoryOperation.FileRemoved, file.Name);
    }, cancel);

    private async ValueTask Note(Session session, Actor actor, Form form, long recordId, HistoryOperation operation, string name) =>
        await HistoryRows.Add(session, form.App.Schema, [new(ids.Next(), form.No, recordId, Now, actor.MemberId, (int)operation, actor.Road, JsonSerializer.Serialize(new Dictionary<string, string> { ["file"] = name }))]);
}
