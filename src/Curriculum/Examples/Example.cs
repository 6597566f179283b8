using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Examples;

/// <summary>One instruction with the answer to learn: a line of Tapir's own JSONL, in every artifact that holds examples.</summary>
/// <param name="Id">Unique within a run.</param>
/// <param name="Instruction">All that the model is shown (an Alpaca input field is already part of it).</param>
/// <param name="Response">The answer whose tokens are trained on.</param>
/// <param name="Task">The task label.</param>
/// <param name="Family">The family of verifiable tasks it was written for, where known; it has an exact grader then.</param>
/// <param name="Level">Level of difficulty within the family, 1 the easiest, where known.</param>
/// <param name="Origin">One of <see cref="ExampleOrigins"/>.</param>
/// <param name="ParentId">The first example shown in context when this one was written.</param>
/// <param name="Weight">Its weight in the training loss, above 0; the mean over a training set is 1.</param>
public sealed record Example(
    string Id,
    string Instruction,
    string Response,
    TaskLabel Task,
    string? Family,
    int? Level,
    string Origin,
    string? ParentId,
    double Weight = 1)
{
    /// <summary>Its place in the curriculum.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TaskCell Cell => new(Task, Family, Level);
}
