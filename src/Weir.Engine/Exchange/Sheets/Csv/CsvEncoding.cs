using System.Text;

namespace Weir.Engine.Exchange.Sheets.Csv;

/// <summary>The character encoding of a text table, proved by decoding the whole file strictly; never a guess by statistics.</summary>
internal static class CsvEncoding
{
    static CsvEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>
    /// A byte order mark decides. Without one the file is UTF-8 if all of it is valid UTF-8, else GB18030 (which includes GBK and
    /// GB2312) if all of it is valid GB18030, else it is refused.
    /// </summary>
    public static Encoding Detect(SheetFile file)
    {
        Span<byte> head = stackalloc byte[4];
        head = head[..file.FromStart().ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head is [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF])
            throw SheetProblem.Unreadable();
        if (head is [0xFF, 0xFE, ..])
            return Proved(file, new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true));
        if (head is [0xFE, 0xFF, ..])
            return Proved(file, new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true));
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
        if (Decodes(file, utf8))
            return utf8;
        return Proved(file, Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback));
    }

    private static Encoding Proved(SheetFile file, Encoding encoding) =>
        Decodes(file, encoding) ? encoding : throw SheetProblem.Unreadable();

    /// <summary>Reads the whole file. A NUL character in any encoding is refused, because no text table has one.</summary>
    private static bool Decodes(SheetFile file, Encoding encoding)
    {
        var decoder = encoding.GetDecoder();
        var bytes = new byte[1 << 16];
        var chars = new char[encoding.GetMaxCharCount(bytes.Length)];
        var stream = file.FromStart();
        try
        {
            for (int read; (read = stream.Read(bytes)) > 0;)
            {
                var count = decoder.GetChars(bytes, 0, read, chars, 0, flush: false);
                if (chars.AsSpan(0, count).Contains('\0'))
                    throw SheetProblem.Nul();
            }
            decoder.GetChars([], 0, 0, chars, 0, flush: true);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
