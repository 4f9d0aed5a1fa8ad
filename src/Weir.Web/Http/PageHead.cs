namespace Weir.Web.Http;

/// <summary>What the frame needs to know of a page: its title, and which entry of the menu is current (a form's key, or an address such as /admin/members).</summary>
public sealed record PageHead(string Title, string? Area = null);
