using Microsoft.Extensions.Logging;
using Tapir.Activities.Scratch;
using Tapir.Activities.Teaching;
using Tapir.Activities.Training.Isolation;
using Tapir.Artifacts;
using Tapir.Models.Checkpoints.Hub;
using Tapir.Teachers.Ledger;

namespace Tapir.Activities;

/// <summary>What those functions work with that any worker can run, also one on another machine: nothing of it is the state folder.</summary>
/// <param name="Artifacts">Where artifacts are.</param>
/// <param name="Calls">Over which chat models are asked.</param>
/// <param name="Access">How a run reaches its teacher, by its id; asked for every call, so that a change holds from the next one on.</param>
/// <param name="Clock">The time.</param>
/// <param name="Loggers">Where to log.</param>
public record WorkRooms(IArtifactStore Artifacts, IResponseLedger Calls, Func<string, TeacherAccess> Access, TimeProvider Clock, ILoggerFactory Loggers)
{
    /// <value>Where functions keep what they need as files while they work.</value>
    public required ScratchFolders Scratch { get; init; }

    /// <value>Where models from a hub arrive; what is there already is not fetched again.</value>
    public required string Downloads { get; init; }

    /// <value>The hub that models come from; Hugging Face unless set, or what <c>HF_ENDPOINT</c> names.</value>
    public HubOptions Hub { get; init; } = new();

    /// <value>By a run's id: what computes its training slices in processes of their own; null where they are computed in this one, as they are unless set.</value>
    public Func<string, ISliceProcess?> SliceProcessOf { get; init; } = _ => null;
}
