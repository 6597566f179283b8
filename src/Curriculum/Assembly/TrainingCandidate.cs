using Tapir.Curriculum.Examples;

namespace Tapir.Curriculum.Assembly;

/// <summary>An example that may go into a training set.</summary>
/// <param name="Example">The example.</param>
/// <param name="Tokens">Its response tokens: what the loss is taken over.</param>
public sealed record TrainingCandidate(Example Example, TokenCount Tokens);
