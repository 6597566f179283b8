using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Expansion;

/// <summary>Steps 3e and 3f: the teacher writes instructions, what is bad or known is dropped, the teacher answers the rest.</summary>
public static class ExpansionFunctions
{
    public static readonly DurableFunction<WriteInstructions, WrittenInstructions> Write = new("expansion.write", version: 1, CachePolicy.Forever) { Reproducible = false };

    public static readonly DurableFunction<FilterInstructions, FilteredInstructions> Filter = new("expansion.filter", version: 1, CachePolicy.Forever);

    public static readonly DurableFunction<AnswerInstructions, AnsweredInstructions> Answer = new("expansion.answer", version: 2, CachePolicy.Forever) { Reproducible = false };
}

/// <param name="Requests">A shard of expansion requests.</param>
/// <param name="Pool">Where their in-context examples are.</param>
public sealed record WriteInstructions(ArtifactRef Requests, ArtifactRef Pool, TeacherModel Teacher);

/// <param name="Candidates">Examples without responses, as JSON lines.</param>
/// <param name="Failed">Requests that gave no usable reply, with their reasons.</param>
public sealed record WrittenInstructions(ArtifactRef Candidates, int Count, IReadOnlyDictionary<string, int> Failed);

public sealed record FilterInstructions(
    ArtifactRef Pool,
    IReadOnlyList<ArtifactRef> HeldOut,
    IReadOnlyList<ArtifactRef> Candidates,
    CurriculumSpec Curriculum,
    int ShardSize);

/// <param name="Accepted">Accepted instructions as JSON lines, in shards.</param>
/// <param name="WrittenByTask">Candidates by task label.</param>
/// <param name="ByTask">Accepted by task label.</param>
/// <param name="Rejected">Rejected by reason.</param>
public sealed record FilteredInstructions(
    IReadOnlyList<ArtifactRef> Accepted,
    int Count,
    IReadOnlyDictionary<string, int> WrittenByTask,
    IReadOnlyDictionary<string, int> ByTask,
    IReadOnlyDictionary<string, int> Rejected);

/// <param name="Refine">Whether the teacher rewrites its answers so that they fit a small student.</param>
public sealed record AnswerInstructions(ArtifactRef Instructions, TeacherModel Teacher, bool Refine);

/// <param name="Examples">Examples with responses, as JSON lines.</param>
/// <param name="ByTask">Examples by task label.</param>
/// <param name="Refined">How many the teacher rewrote to fit a small student.</param>
/// <param name="RefinementsRejected">How many rewritings were not taken (they changed the final answer, say); the first answer stays.</param>
/// <param name="Rejected">Dropped by reason: breaks off, too long, ... in the words that instructions are dropped with.</param>
public sealed record AnsweredInstructions(
    ArtifactRef Examples,
    int Count,
    IReadOnlyDictionary<string, int> ByTask,
    int Refined,
    int RefinementsRejected,
    IReadOnlyDictionary<string, int> Rejected);
