using Tapir.Curriculum.Examples;

namespace Tapir.Curriculum.Assembly;

/// <summary>What a student is trained on, in order, each example once, with its weight.</summary>
public sealed record TrainingSet(IReadOnlyList<Example> Examples, AssemblyReport Report);
