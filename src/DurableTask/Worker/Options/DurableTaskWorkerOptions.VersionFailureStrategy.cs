namespace Tapir.DurableTask.Worker;

public partial class DurableTaskWorkerOptions
{
    /// <summary>What becomes of an orchestration that does not match a worker's version.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>It is handed back, for another worker.</summary>
        Reject = 0,

        /// <summary>It fails.</summary>
        Fail = 1,
    }
}
