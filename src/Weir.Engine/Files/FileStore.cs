using System.Security.Cryptography;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Engine.Records;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Files;

/// <summary>What is known of an attachment beside its bytes.</summary>
/// <param name="Type">The content type, from a fixed list.</param>
/// <param name="Size">Bytes.</param>
public sealed record StoredFile(long Id, string Name, string Type, long Size, DateTime At, long By);

/// <summary>Attachments: bytes in a folder under their id, never under the name somebody gave; what they are called and where they belong in the database.</summary>
public sealed partial class FileStore(Database database, RecordIds ids, TimeProvider clock, string folder, long mostBytes)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Takes an upload in; it belongs to nobody's record until a save names it, and only its uploader may name it.</summary>
    /// <exception cref="ProblemException">Forbidden, or Invalid when it is empty or too large.</exception>
    public async Task<StoredFile> Upload(Actor actor, Form form, string name, Stream content, CancellationToken cancel = default)
    {
        var access = FormAccess.Of(actor, form);
        if (!access.Can(Operation.Create) && !access.Can(Operation.Edit) || actor.ReadOnly) throw Problem.Forbidden("file.not_allowed", ("你不能在这里上传文件。", "You may not upload files here.")).Exception();
        var id = ids.Next();
        var path = PathOf(form.App, id);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        try
        {
            await using (var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 81920, useAsync: true))
            {
                var buffer = new byte[81920];
                for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;)
                {
                    if ((size += read) > mostBytes) throw Problem.Invalid("file.too_large", ($"文件超过 {mostBytes >> 20} MB。", $"The file is larger than {mostBytes >> 20} MB.")).Exception();
                    sha.AppendData(buffer, 0, read);
                    await to.WriteAsync(buffer.AsMemory(0, read), cancel);
                }
            }
            if (size == 0) throw Problem.Invalid("file.empty", ("文件是空的。", "The file is empty.")).Exception();
            var row = new FileRow(id, FileName.Clean(name), FileName.TypeOf(name), size, Convert.ToHexStringLower(sha.GetHashAndReset()), Now, actor.MemberId, form.No, null, null, "new");
            await database.Write(session => FileRows.Add(session, form.App.Schema, row), cancel);
            return Of(row);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>An attachment with its bytes, for who may see the record and the field that hold it; a fresh upload for its uploader.</summary>
    /// <exception cref="ProblemException">NotFound: absent and not allowed are the same answer.</exception>
    public async Task<(StoredFile File, Stream Content)> Open(Actor actor, App app, long id, CancellationToken cancel = default)
    {
        var row = await database.Read(async session =>
        {
            var found = (await FileRows.Find(session, app.Schema, [id])).FirstOrDefault();
            if (found is null || found.State == "gone" || app.FormNo((int)found.FormNo) is not { } form) return null;
            if (found.RecordId is not { } record) return found.ById == actor.MemberId ? found : null;
            var access = FormAccess.Of(actor, form);
            var open = found.Field == Beside || form.Path(found.Field ?? "") is { } path && access.Reads(path.Field);
            if (!open || await RecordRows.Read(session, form, record, lines: false) is not { Deleted: false }) return null;
            return await RowCheck.May(session, access, Operation.View, record, Now) || await Origins.LivesOn(session, form, record, async (f, id) => await RowCheck.May(session, FormAccess.Of(actor, f), Operation.View, id, Now) && await RecordRows.Read(session, f, id, lines: false) is { Deleted: false }) ? found : null;
        }, cancel);
        if (row is null || !File.Exists(PathOf(app, id))) throw Problem.NotFound("file.not_found").Exception();
        return (Of(row), new FileStream(PathOf(app, id), FileMode.Open, FileAccess.Read, FileShare.Read, 81920, useAsync: true));
    }

    /// <summary>Names and sizes for a display.</summary>
    public Task Learn(App app, FieldTypes.Display display, IEnumerable<long> fileIds, CancellationToken cancel = default)
    {
        var wanted = fileIds.Where(id => !display.Files.ContainsKey(id)).Distinct().ToList();
        return wanted.Count == 0 ? Task.CompletedTask : database.Read(async session =>
        {
            foreach (var row in await FileRows.Find(session, app.Schema, wanted)) display.Files[row.Id] = (row.Name, row.Type, row.Size);
            return true;
        }, cancel);
    }

    /// <summary>Deletes uploads that never reached a record and files that were taken off, once they are a day old.</summary>
    public async Task<int> Sweep(App app, CancellationToken cancel = default)
    {
        var stray = await database.Read(session => FileRows.Stray(session, app.Schema, Now.AddDays(-1), 500), cancel);
        foreach (var row in stray) File.Delete(PathOf(app, row.Id));
        if (stray.Count > 0) await database.Write(session => FileRows.Remove(session, app.Schema, stray.Select(f => f.Id)), cancel);
        return stray.Count;
    }

    private static StoredFile Of(FileRow row) => new(row.Id, row.Name, row.Type, row.Size, row.At, row.ById);

    private string PathOf(App app, long id) => Path.Combine(folder, app.Schema.Value, (id % 256).ToString("x2"), id.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
