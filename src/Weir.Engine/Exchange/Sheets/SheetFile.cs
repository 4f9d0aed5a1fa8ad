namespace Weir.Engine.Exchange.Sheets;

/// <summary>The bytes of a file brought by someone, seekable and of bounded size; knows what they begin with, not what they mean.</summary>
internal sealed class SheetFile : IDisposable
{
    private readonly bool own;

    private SheetFile(Stream bytes, bool own)
    {
        Bytes = bytes;
        this.own = own;
    }

    public Stream Bytes { get; }

    public static SheetFile Take(Stream stream, SheetLimits limits)
    {
        var file = stream.CanSeek ? new SheetFile(stream, own: false) : new SheetFile(Copy(stream, limits), own: true);
        try
        {
            if (file.Bytes.Length > limits.MaxBytes)
                throw SheetProblem.TooBig(limits.MaxBytes);
            if (file.Bytes.Length == 0)
                throw SheetProblem.Empty();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>True for a zip; refuses the binary forms that people take for a spreadsheet.</summary>
    public bool LooksPacked()
    {
        Span<byte> head = stackalloc byte[8];
        head = head[..FromStart().ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
            return true;
        if (head.StartsWith(OldContainer))
            throw Contains(EncryptedPackage) ? SheetProblem.Encrypted() : SheetProblem.OldExcel();
        if (head.StartsWith("%PDF-"u8) || head.StartsWith("{\\rtf"u8))
            throw SheetProblem.NotASheet();
        return false;
    }

    public Stream FromStart()
    {
        Bytes.Position = 0;
        return Bytes;
    }

    public void Dispose()
    {
        if (own)
            Bytes.Dispose();
    }

    // The compound file of Office 97, which also wraps a modern workbook that has a password.
    private static ReadOnlySpan<byte> OldContainer => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private static ReadOnlySpan<byte> EncryptedPackage => "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8;

    private bool Contains(ReadOnlySpan<byte> mark)
    {
        var buffer = new byte[1 << 16];
        var kept = 0;
        FromStart();
        while (true)
        {
            var read = Bytes.Read(buffer, kept, buffer.Length - kept);
            if (read == 0)
                return false;
            var filled = buffer.AsSpan(0, kept + read);
            if (filled.IndexOf(mark) >= 0)
                return true;
            kept = Math.Min(mark.Length - 1, filled.Length);
            filled[^kept..].CopyTo(buffer);
        }
    }

    private static FileStream Copy(Stream stream, SheetLimits limits)
    {
        var copy = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        });
        try
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                if (copy.Length + read > limits.MaxBytes)
                    throw SheetProblem.TooBig(limits.MaxBytes);
                copy.Write(buffer, 0, read);
            }
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
