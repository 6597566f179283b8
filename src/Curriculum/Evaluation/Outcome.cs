using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Evaluation;

/// <summary>One held-out task and whether the student got it right.</summary>
public sealed record Outcome(string Id, TaskCell Cell, bool Correct);
