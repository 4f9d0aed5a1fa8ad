using System.Text.Json;
using Weir.Engine.Forms;

namespace Weir.Engine.Apps;

/// <summary>What became of a part of a definition.</summary>
public enum ChangeKind { Added, Removed, Changed, Ordered }

/// <summary>One part of an app that is another in the newer of two definitions. Says where and what, in no language.</summary>
/// <param name="Form">Key of the form; null for what belongs to the app.</param>
/// <param name="Part">The property that holds it: <c>fields</c>, <c>capabilities</c>, <c>roles</c>; <c>form</c> for a form as a whole or its own properties.</param>
/// <param name="Key">Which of several; null where there is only one, or where their order is meant.</param>
/// <param name="Label">What it is called, where it has a name.</param>
public sealed record DefinitionChange(string? Form, string Part, string? Key, Words? Label, ChangeKind Kind, JsonElement? Was, JsonElement? Now);

/// <summary>A published version of an app: when, by whom, and what it changed in the one before.</summary>
/// <param name="By">0 for the system.</param>
public sealed record AppVersion(int Version, DateTime At, long By, IReadOnlyList<DefinitionChange> Changes);

/// <summary>What going back to an earlier version would publish: its definition, with what must not be lost since.</summary>
/// <param name="Changes">What would be another than it is now.</param>
/// <param name="Kept">What that version did not have and stays: fields and options retired, forms and roles as they are.</param>
/// <param name="Errors">Why it cannot be published; empty when it can.</param>
public sealed record EarlierVersion(AppDefinition Definition, IReadOnlyList<DefinitionChange> Changes, IReadOnlyList<DefinitionChange> Kept, IReadOnlyList<Problems.FieldError> Errors);
