using Weir.Engine.Forms;

namespace Weir.Engine.Access;

/// <summary>One way by which a member may see a record, in words.</summary>
public sealed record Reason(string Code, Words Words);
