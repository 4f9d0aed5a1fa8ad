namespace Weir.Engine.Forms;

/// <summary>One choice of a select field: the key is stored, the label shown, the colour one of the palette.</summary>
/// <param name="Colour">grey, accent, ok, warn, bad, teal, violet, or empty for no colour.</param>
public sealed record Option(string Key, Words Label, string Colour = "", bool Retired = false);
