using Tapir.Artifacts;
using Tapir.Datasets;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Scheduling;

/// <summary>What a schedule does with runs; the host knows how.</summary>
public interface IRunStarts
{
    /// <summary>The run that was recorded for a request; null when there is none.</summary>
    string? Find(string requestKey);

    /// <summary>Records a run and puts it in line. When this returns, it is on the disk.</summary>
    /// <param name="seed">The data that it starts from, where it has been read already: <c>seed.path</c> only says where from. Null for the file that the spec names, if it does.</param>
    /// <param name="requestKey">The same key gives the same run.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="DatasetException">Its seed cannot be used.</exception>
    /// <exception cref="RunRefusedException">Its spec names what it may not.</exception>
    Task<string> RecordAsync(RunSpec spec, ArtifactRef? seed, string requestKey, CancellationToken cancellation);

    /// <summary>Whether a run is not over: it waits in line, is worked on, or waits for a person.</summary>
    Task<bool> IsOpenAsync(string run, CancellationToken cancellation);

    /// <summary>Ends a run, also one that waits in line. One that is over stays as it is.</summary>
    Task CancelAsync(string run, string reason, CancellationToken cancellation);
}
