namespace Tapir.Models.Generation;

/// <summary>One instruction to answer. The seed matters only at a temperature above 0.</summary>
public sealed record GenerationRequest(string Instruction, ulong Seed = 0);
