using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>One request to the teacher for new instructions.</summary>
/// <param name="Id">Unique within a run, stable for the same plan.</param>
/// <param name="Task">The label to write for.</param>
/// <param name="Family">The family to write for, where known.</param>
/// <param name="Level">The level to write at, where known.</param>
/// <param name="InContextExampleIds">Examples to show, all of the same label and, where given, family and level; may be empty.</param>
/// <param name="Count">How many new instructions to write, 1 or more.</param>
public sealed record ExpansionRequest(
    string Id,
    TaskLabel Task,
    string? Family,
    int? Level,
    IReadOnlyList<string> InContextExampleIds,
    int Count);
