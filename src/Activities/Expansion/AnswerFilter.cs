using Tapir.Curriculum.Filtering;
using Tapir.Teachers.Writing;

namespace Tapir.Activities.Expansion;

/// <summary>Step 3f: drops bad answers of the teacher.</summary>
internal sealed class AnswerFilter
{
    private readonly QualityFilter quality = new(new QualityOptions());

    /// <summary>What the fault of an answer is counted under, as those of instructions are; null for none.</summary>
    public string? FaultOf(string instruction, Answered answer) =>
        quality.CheckResponse(instruction, answer.Text, answer.ReachedLimit) is { } fault ? RejectionWords.Of(fault) : null;
}
