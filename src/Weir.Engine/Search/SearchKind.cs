namespace Weir.Engine.Search;

/// <summary>What a searched value is, which decides the ways to find it; not a field type.</summary>
public enum SearchKind
{
    /// <summary>Words and characters as they stand; e-mail addresses whole and in parts.</summary>
    Text,

    /// <summary>A person or company: also by pinyin.</summary>
    Name,

    /// <summary>One or several telephone numbers: also by digits only and by the last four or eight.</summary>
    Phone,

    /// <summary>A number or code such as QT-2026-0012: also without its separators and leading zeros.</summary>
    Code,
}
