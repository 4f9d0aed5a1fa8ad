using System.Globalization;
using Weir.Engine.Forms;

namespace Weir.Web.Http;

/// <summary>Why the host cannot start and what to do about it, in one line; ends the program with an exit code, not with a stack trace.</summary>
public sealed class StartFailure(Words words, Exception? inner = null) : Exception(words.En, inner)
{
    /// <summary>In the language of the machine.</summary>
    public string Line => words.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh").ReplaceLineEndings(" ");
}
