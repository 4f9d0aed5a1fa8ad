namespace Weir.Web.Pages.Records.Pickers;

/// <summary>One line of a list of choices: what is posted, what it is called, two facts, and whose it is.</summary>
public sealed record PickOption(string Value, string Label, string? Facts = null, string? Note = null);
