using System.Buffers.Binary;
using System.IO.Compression;

namespace Weir.Engine.Exchange.Sheets.Xlsx;

/// <summary>The parts of a packed workbook by path, and the relations between them; never follows a relation out of the file.</summary>
internal sealed class XlsxParts : IDisposable
{
    /// <summary>For the parts that are read whole: workbook, relations, styles.</summary>
    private const long MaxSmallPart = 64L * 1024 * 1024;

    private const int MaxDirectoryBytes = 4 * 1024 * 1024;

    private readonly ZipArchive zip;
    private readonly SheetLimits limits;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.OrdinalIgnoreCase);

    public XlsxParts(SheetFile file, SheetLimits limits)
    {
        this.limits = limits;
        RefuseLongDirectory(file);
        zip = new ZipArchive(file.FromStart(), ZipArchiveMode.Read, leaveOpen: true);
        try
        {
            long unpacked = 0;
            foreach (var entry in zip.Entries)
            {
                if (entry.IsEncrypted)
                    throw SheetProblem.Encrypted();
                unpacked += entry.Length;
                if (entry.Length < 0 || unpacked > limits.MaxUnpackedBytes)
                    throw SheetProblem.ZipBomb();
                entries.TryAdd(Normal(entry.FullName), entry);
            }
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    public bool Has(string path) => entries.ContainsKey(Normal(path));

    public PartReader? OpenSmall(string path) => Open(path, MaxSmallPart);

    public PartReader? Open(string path) => Open(path, limits.MaxUnpackedBytes);

    /// <summary>The relations a part declares, by id; those that lead out of the file are left out.</summary>
    public IReadOnlyDictionary<string, Relation> RelationsOf(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        var folder = part[..slash];
        var relations = new Dictionary<string, Relation>(StringComparer.Ordinal);
        using var reader = OpenSmall(folder + "_rels/" + part[slash..] + ".rels");
        while (reader is not null && reader.ReadTo("Relationship"))
        {
            if (reader.Attribute("Id") is { } id && reader.Attribute("Type") is { } type && reader.Attribute("Target") is { } target
                && reader.Attribute("TargetMode") != "External")
                relations.TryAdd(id, new(type[(type.LastIndexOf('/') + 1)..], Resolve(folder, target)));
        }
        return relations;
    }

    public void Dispose() => zip.Dispose();

    /// <summary>A relation's kind is the last word of its type address, which is the same in strict workbooks.</summary>
    internal readonly record struct Relation(string Kind, string Path);

    private static string Normal(string path) => path.Replace('\\', '/').TrimStart('/');

    private static string Resolve(string folder, string target)
    {
        var path = target.Replace('\\', '/');
        var steps = new List<string>();
        foreach (var step in (path.StartsWith('/') ? path : folder + path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == ".." && steps.Count > 0)
                steps.RemoveAt(steps.Count - 1);
            else if (step is not "." and not "..")
                steps.Add(step);
        }
        return string.Join('/', steps);
    }

    private PartReader? Open(string path, long maxBytes)
    {
        if (!entries.TryGetValue(Normal(path), out var entry))
            return null;
        return new PartReader(new GuardedPart(entry.Open(), entry.CompressedLength, Math.Min(maxBytes, entry.Length), limits), limits);
    }

    /// <summary>
    /// The directory of a zip is read whole, and a small file can list millions of entries. It lies between the offset in the end
    /// record and that record itself. A workbook within the size limit never needs the 64-bit form, so that is refused too.
    /// </summary>
    private static void RefuseLongDirectory(SheetFile file)
    {
        const int endRecord = 22;
        var tail = new byte[(int)Math.Min(file.Bytes.Length, endRecord + ushort.MaxValue)];
        file.Bytes.Position = file.Bytes.Length - tail.Length;
        file.Bytes.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || tail.Length - at < endRecord)
            throw SheetProblem.Corrupt();
        var record = tail.AsSpan(at);
        var disk = BinaryPrimitives.ReadUInt16LittleEndian(record[4..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (disk == ushort.MaxValue || count == ushort.MaxValue || offset == uint.MaxValue
            || file.Bytes.Length - tail.Length + at - offset > MaxDirectoryBytes)
            throw SheetProblem.Corrupt();
    }
}
