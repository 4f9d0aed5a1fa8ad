namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>
/// The bytes of one part while they unpack, counted as they really come, because the sizes a zip declares may lie and their sum is
/// what was checked; read-only and forward-only.
/// </summary>
/// <remarks>
/// Also bounds the bytes between two <c>&lt;</c> signs. Neither an attribute nor a text may contain that sign, so the XML reader
/// can be made to hold at most so much at once.
/// </remarks>
internal sealed class GuardedPart(Stream unpacked, long packedBytes, long maxBytes, SheetLimits limits) : Stream
{
    // A cell of 32,767 characters, each escaped at length, needs less than half of it.
    private const int MaxBetweenTags = 1 << 20;

    private long total;
    private int sinceTag;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => total;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = unpacked.Read(buffer);
        total += read;
        if (total > maxBytes || (total > limits.RatioGrace && total / limits.MaxRatio > packedBytes))
            throw SheetProblem.ZipBomb();
        var tag = buffer[..read].LastIndexOf((byte)'<');
        sinceTag = tag < 0 ? sinceTag + read : read - tag;
        if (sinceTag > MaxBetweenTags)
            throw SheetProblem.Corrupt();
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }
}
