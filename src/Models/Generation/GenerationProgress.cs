namespace Tapir.Models.Generation;

/// <summary>Answers finished so far, of how many, and tokens made for them.</summary>
public sealed record GenerationProgress(int Answered, int Total, long Tokens);
