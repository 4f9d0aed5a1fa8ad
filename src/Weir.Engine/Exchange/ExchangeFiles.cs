using Weir.Engine.Exchange.Sheets;
using Weir.Engine.Problems;
using Folder = System.IO.Directory;

namespace Weir.Engine.Exchange;

/// <summary>The files of imports and exports on the disk, one per batch, under names that only the program makes. Knows nothing of who may read them.</summary>
public sealed class ExchangeFiles
{
    /// <summary>So long a file is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly string folder;

    /// <param name="dataFolder">The folder <c>exchange</c> is made below it.</param>
    public ExchangeFiles(string dataFolder)
    {
        folder = Path.Combine(dataFolder, "exchange");
        Folder.CreateDirectory(folder);
    }

    public bool Exists(long batch) => File.Exists(Of(batch));

    public Stream Read(long batch) => new FileStream(Of(batch), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);

    /// <summary>Replaces what an earlier try may have left.</summary>
    public Stream Write(long batch) => new FileStream(Of(batch), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);

    public void Delete(long batch) => File.Delete(Of(batch));

    /// <summary>Files that nobody has written to since a moment, also those whose batch is gone.</summary>
    public void DeleteBefore(DateTime moment)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.bin").Where(f => f.LastWriteTimeUtc < moment)) file.Delete();
    }

    /// <exception cref="SheetProblem">Longer than a sheet may be; nothing is kept then.</exception>
    internal async Task Keep(long batch, Stream stream, long most, CancellationToken cancel)
    {
        try
        {
            await using var file = Write(batch);
            var buffer = new byte[1 << 16];
            for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
            {
                if (file.Length + read > most) throw SheetProblem.TooBig(most);
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
        }
        catch
        {
            Delete(batch);
            throw;
        }
    }

    /// <exception cref="ProblemException">NotFound: deleted after its time, or kept by another machine.</exception>
    internal Stream Demand(long batch) => Exists(batch) ? Read(batch)
        : throw new ProblemException(Problem.NotFound("exchange.file_gone") with { Message = ("文件已过期删除，请重新上传或重新导出。", "The file has expired; upload or export it again.") });

    private string Of(long batch) => Path.Combine(folder, FormattableString.Invariant($"{batch}.bin"));
}
