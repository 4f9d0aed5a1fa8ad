using Weir.Engine.Exchange.Sheets.Csv;
using Weir.Engine.Exchange.Sheets.Xlsx;

namespace Weir.Engine.Exchange.Sheets;

/// <summary>Reads the rows of a workbook or a text table, one at a time; decides nothing about what they mean.</summary>
public abstract class SheetReader : IDisposable
{
    private protected SheetReader(SheetFile file) => File = file;

    private protected SheetFile File { get; }

    /// <summary><c>xlsx</c> or <c>csv</c>, by content.</summary>
    public abstract string Kind { get; }

    /// <summary>Name of the character encoding of a text table; null for a workbook.</summary>
    public abstract string? Encoding { get; }

    /// <summary>The visible sheets in their order; a text table has one, named after its file.</summary>
    public abstract IReadOnlyList<string> SheetNames { get; }

    /// <summary>The sheet that <see cref="Rows"/> reads: the first that holds something, until another is selected.</summary>
    public abstract string Sheet { get; }

    /// <summary>
    /// Looks at the content, never at the name, and refuses what is neither a workbook nor a text table.
    /// The stream stays open and belongs to the caller; one that cannot seek is copied to a temporary file.
    /// </summary>
    /// <exception cref="SheetProblem">The file is refused, now or while rows are read.</exception>
    public static SheetReader Open(Stream stream, string fileName, SheetLimits? limits = null)
    {
        limits ??= SheetLimits.Default;
        var file = SheetFile.Take(stream, limits);
        try
        {
            return file.LooksPacked() ? new XlsxBook(file, limits) : new CsvTable(file, fileName, limits);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Chooses a sheet by its name, which must be one of <see cref="SheetNames"/>.</summary>
    public abstract void Select(string sheetName);

    /// <summary>Rows that hold something, in the order of the file. May be called again; one enumeration at a time.</summary>
    public abstract IEnumerable<SheetRow> Rows();

    /// <summary>How many <see cref="Rows"/> there are. A workbook is checked for its form, but its cells are not read: a row whose texts are all empty counts too.</summary>
    public virtual int CountRows() => Rows().Count();

    public virtual void Dispose()
    {
        File.Dispose();
        GC.SuppressFinalize(this);
    }
}
