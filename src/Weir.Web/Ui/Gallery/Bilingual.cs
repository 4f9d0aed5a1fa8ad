namespace Weir.Web.Ui.Gallery;

/// <summary>Chooses between the two written forms of a sample word; the product's own words live with their pages.</summary>
public sealed record Bilingual(string Lang)
{
    public bool Chinese => Lang.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    public string Say(string zh, string en) => Chinese ? zh : en;
}
