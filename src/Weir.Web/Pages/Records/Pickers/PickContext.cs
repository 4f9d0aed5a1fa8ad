using System.Text.Json;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Microsoft.AspNetCore.WebUtilities;

namespace Weir.Web.Pages.Records.Pickers;

/// <summary>What a picker must know of the record in hand, so that a filter such as "contacts of this account" has its account.</summary>
public static class PickContext
{
    /// <summary>The values that the filter of a link asks for, as <c>account=12&amp;stage=won</c>; empty when it asks for none.</summary>
    /// <param name="host">The record; for a column of line items the record that holds the lines.</param>
    public static string Of(Record host, Field link)
    {
        if (link.Type.LinkFilter(link) is not { } filter) return "";
        return string.Join('&', filter.Hosts.Distinct().Select(key => host.Form.Find(key) is { Column: not null } field && host[field] is not Masked && field.Type.Store(field, host[field]) is { } stored
            ? $"{key}={Uri.EscapeDataString(Convert.ToString(stored, System.Globalization.CultureInfo.InvariantCulture)!)}" : null).OfType<string>());
    }

    /// <summary>A record that knows nothing but these values.</summary>
    public static Record Read(Form form, string? context, Display display)
    {
        var record = new Record(form);
        foreach (var (key, values) in QueryHelpers.ParseQuery(context ?? ""))
        {
            if (form.Find(key) is not { Column: not null } field) continue;
            try
            {
                record[field] = field.Type.FromInput(field, [.. values.Select(v => v ?? "")], display);
            }
            catch (ValueError)
            {
                // A value that cannot be read is one that is not there.
            }
        }
        return record;
    }
}
