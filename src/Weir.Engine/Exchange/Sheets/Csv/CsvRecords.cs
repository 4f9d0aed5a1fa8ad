using System.Buffers;

namespace Weir.Engine.Exchange.Sheets.Csv;

/// <summary>
/// Splits characters into records and fields (RFC 4180, with any separator and any line end) inside fixed limits; does not know
/// what a field means.
/// </summary>
/// <remarks>
/// The limits hold while a record is being read, so that neither one endless field nor a record of nothing but separators can fill
/// the memory. Empty fields are reported by their absence.
/// </remarks>
internal sealed class CsvRecords(TextReader text, char separator, SheetLimits limits)
{
    private readonly SearchValues<char> fieldEnds = SearchValues.Create([separator, '\r', '\n']);
    private readonly char[] buffer = new char[1 << 15];
    private readonly ArrayBufferWriter<char> field = new(256);
    private int position;
    private int filled;

    public delegate void FieldFound(int column, ReadOnlySpan<char> text);

    /// <summary>The record read last, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Fields of the record read last, empty ones included.</summary>
    public int Fields { get; private set; }

    /// <summary>False at the end of the file. Reports each field that is not empty.</summary>
    public bool Next(FieldFound found)
    {
        if (!Fill())
            return false;
        Number++;
        for (Fields = 1; ; Fields++)
        {
            field.ResetWrittenCount();
            var more = buffer[position] == '"' ? Quoted() && Plain() : Plain();
            if (field.WrittenCount > 0)
            {
                if (Fields > limits.MaxColumns)
                    throw SheetProblem.TooManyColumns(limits.MaxColumns, Number);
                found(Fields - 1, FormulaGuard.Remove(field.WrittenSpan));
            }
            if (!more)
                return true;
            if (!Fill())
            {
                Fields++;
                return true;
            }
        }
    }

    /// <summary>Up to the separator (true) or the end of the record (false), which is consumed.</summary>
    private bool Plain()
    {
        while (Fill())
        {
            var rest = buffer.AsSpan(position, filled - position);
            var end = rest.IndexOfAny(fieldEnds);
            Append(end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                position = filled;
                continue;
            }
            position += end;
            var stop = buffer[position++];
            if (stop == '\r' && Fill() && buffer[position] == '\n')
                position++;
            return stop == separator;
        }
        return false;
    }

    /// <summary>Past the closing quotation mark; false if the file ends right behind it.</summary>
    private bool Quoted()
    {
        position++;
        while (Fill())
        {
            var rest = buffer.AsSpan(position, filled - position);
            var end = rest.IndexOf('"');
            Append(end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                position = filled;
                continue;
            }
            position += end + 1;
            if (!Fill())
                return false;
            if (buffer[position] != '"')
                return true;
            Append("\"");
            position++;
        }
        throw SheetProblem.OpenQuote(Number);
    }

    private void Append(ReadOnlySpan<char> part)
    {
        // One more than a cell may hold, for the guard that is taken off afterwards.
        if (field.WrittenCount + part.Length > limits.MaxText + 1)
            throw SheetProblem.LongText(limits.MaxText, Number);
        field.Write(part);
    }

    private bool Fill()
    {
        if (position < filled)
            return true;
        position = 0;
        filled = text.Read(buffer, 0, buffer.Length);
        return filled > 0;
    }
}
