using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Labeling;

/// <summary>An instruction that needs a task label.</summary>
/// <param name="Given">The data's own category, where it has one.</param>
public sealed record UnlabeledInstruction(string Instruction, TaskLabel? Given);
