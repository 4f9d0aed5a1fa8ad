namespace Weir.Sql.Sessions;

/// <summary>What a unit of work may do; each kind may do what the former may.</summary>
internal enum UnitKind { Read, Write, Change }
