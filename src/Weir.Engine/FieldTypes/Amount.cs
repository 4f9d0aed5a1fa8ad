namespace Weir.Engine.FieldTypes;

/// <summary>An amount in another currency than that of the house, as a row of a list tells it. A record keeps the number and its currency apart.</summary>
/// <param name="Currency">ISO 4217 code, such as USD.</param>
public sealed record Amount(decimal Value, string Currency);
