using Tapir.Curriculum.Text;

namespace Tapir.Curriculum.Assembly;

/// <summary>Lets each candidate through once, and none that is held out; counts the others.</summary>
internal sealed class CandidateScreen(HeldOutSet heldOut)
{
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> instructions = new(StringComparer.Ordinal);

    public int Repeated { get; private set; }

    public int HeldOut { get; private set; }

    public TrainingCandidate[] Pass(IEnumerable<TrainingCandidate> candidates) => [.. candidates.Where(Passes)];

    private bool Passes(TrainingCandidate candidate)
    {
        if (heldOut.Covers(candidate.Example.Instruction))
        {
            HeldOut++;
            return false;
        }

        if (ids.Contains(candidate.Example.Id) || !instructions.Add(InstructionText.Normalize(candidate.Example.Instruction)))
        {
            Repeated++;
            return false;
        }

        ids.Add(candidate.Example.Id);
        return true;
    }
}
