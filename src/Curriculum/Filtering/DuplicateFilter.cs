using Tapir.Curriculum.Text;

namespace Tapir.Curriculum.Filtering;

/// <summary>The instructions of a run, and whether a new one is already among them. Fed one by one; not thread-safe.</summary>
public sealed class DuplicateFilter
{
    private readonly VerifiableDuplicates verifiableTasks;
    private readonly NearDuplicateIndex similar;
    private readonly Dictionary<string, string> equal = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentOutOfRangeException">The threshold lies outside its range.</exception>
    public DuplicateFilter(DuplicateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        verifiableTasks = options.VerifiableTasks;
        similar = new NearDuplicateIndex(options.Threshold);
    }

    public void Add(string id, string instruction, string? family)
    {
        equal.TryAdd(InstructionText.Normalize(instruction), id);
        if (IsBySimilarity(family))
        {
            similar.Add(id, instruction);
        }
    }

    /// <summary>The instruction that this one repeats: one equal after normalisation, else the first added that is similar; null where
    /// it is new.</summary>
    public NearDuplicate? Find(string instruction, string? family)
    {
        if (equal.TryGetValue(InstructionText.Normalize(instruction), out string? id))
        {
            return new NearDuplicate(id, 1);
        }

        return IsBySimilarity(family) ? similar.FindFirst(instruction) : null;
    }

    /// <summary>Adds the instruction unless it repeats one; returns what it repeats, or null where it was added.</summary>
    public NearDuplicate? AddIfNew(string id, string instruction, string? family)
    {
        NearDuplicate? repeated = Find(instruction, family);
        if (repeated is null)
        {
            Add(id, instruction, family);
        }

        return repeated;
    }

    private bool IsBySimilarity(string? family) => family is null || verifiableTasks == VerifiableDuplicates.Similar;
}
