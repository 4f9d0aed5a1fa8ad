using System.Globalization;

namespace Weir.Engine.FieldTypes.Reading;

/// <summary>How an id is written where it has no name to show: #1234.</summary>
internal static class Numbered
{
    public static bool Read(string text, out long id)
    {
        id = 0;
        return text is ['#', ..] && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
    }
}
