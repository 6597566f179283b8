namespace Tapir.Functions;

/// <summary>What came of a flight, and whether this caller only joined it.</summary>
internal readonly record struct Flight<T>(T Result, bool Joined);
