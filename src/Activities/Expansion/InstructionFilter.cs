using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Filtering;
using Tapir.Curriculum.Text;

namespace Tapir.Activities.Expansion;

/// <summary>Step 3e: drops new instructions that are bad, held out, or there already. Fed one by one, in a fixed order.</summary>
internal sealed class InstructionFilter
{
    private readonly QualityFilter quality = new(new QualityOptions());
    private readonly DuplicateFilter duplicates;
    private readonly HashSet<string> heldOut;
    private readonly SortedDictionary<string, int> rejected = new(StringComparer.Ordinal);

    public InstructionFilter(IEnumerable<Example> pool, IEnumerable<Example> heldOut, double nearDuplicate)
    {
        duplicates = new DuplicateFilter(new DuplicateOptions { Threshold = nearDuplicate });
        this.heldOut = [.. heldOut.Select(example => InstructionText.Normalize(example.Instruction))];
        foreach (Example example in pool)
        {
            duplicates.Add(example.Id, example.Instruction, example.Family);
        }
    }

    /// <value>Rejected candidates by reason.</value>
    public IReadOnlyDictionary<string, int> Rejected => rejected;

    public bool Accept(Example candidate)
    {
        string? fault = FaultOf(candidate);
        if (fault is not null)
        {
            rejected[fault] = rejected.GetValueOrDefault(fault) + 1;
        }

        return fault is null;
    }

    private string? FaultOf(Example candidate)
    {
        if (quality.CheckInstruction(candidate.Instruction, []) is { } fault)
        {
            return RejectionWords.Of(fault);
        }

        if (heldOut.Contains(InstructionText.Normalize(candidate.Instruction)))
        {
            return "held out";
        }

        return duplicates.AddIfNew(candidate.Id, candidate.Instruction, candidate.Family) is null ? null : "near-duplicate";
    }
}
