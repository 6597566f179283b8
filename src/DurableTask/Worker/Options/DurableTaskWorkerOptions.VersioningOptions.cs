namespace Tapir.DurableTask.Worker;

public partial class DurableTaskWorkerOptions
{
    /// <summary>Which versions of orchestrations a worker takes.</summary>
    public class VersioningOptions
    {
        /// <value>The worker's own version; empty (default) for none.</value>
        public string Version { get; set; } = string.Empty;

        /// <value>The version of sub-orchestrations that are started without one; empty (default) for that of the parent.</value>
        public string DefaultVersion { get; set; } = string.Empty;

        /// <value>Default: every version.</value>
        public VersionMatchStrategy MatchStrategy { get; set; } = VersionMatchStrategy.None;

        /// <value>What becomes of an orchestration that does not match; default: it is handed back.</value>
        public VersionFailureStrategy FailureStrategy { get; set; } = VersionFailureStrategy.Reject;
    }
}
