using Weir.Web.Http;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Admin;

/// <summary>What administration answers after a change: a toast, the parts that look different now, and the word that closes the dialog. Changes nothing itself.</summary>
internal static class Changed
{
    /// <summary>Dialogs of administration close on it.</summary>
    public const string Word = "admin-saved";

    public static IResult Now(Visit visit, string words, params IReadOnlyList<Part> parts)
    {
        visit.Http.Response.Headers["HX-Trigger"] = Toast.Ok(words).ToTrigger(Word);
        // The form that asked is a dialog about to close; only the parts are put somewhere.
        visit.Http.Response.Headers["HX-Reswap"] = "none";
        return parts.Count == 0 ? Results.NoContent() : Rendered.Parts(parts);
    }
}
