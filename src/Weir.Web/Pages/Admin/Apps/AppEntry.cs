using System.Text.RegularExpressions;
using Weir.Engine.Forms;

namespace Weir.Web.Pages.Admin.Apps;

/// <summary>What an administrator enters to install an app: of which template, under which key and names.</summary>
public sealed partial record AppEntry(string Template, string Key, Words Label)
{
    /// <summary>The key is also the name of a schema, and no later rename changes it.</summary>
    public bool HasGoodKey => Pattern().IsMatch(Key);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,29}$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
