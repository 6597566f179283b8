namespace Tapir.DurableTask.Worker;

public partial class DurableTaskWorkerOptions
{
    /// <summary>Which orchestrations match a worker's version.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>All.</summary>
        None = 0,

        /// <summary>Those of exactly this version.</summary>
        Strict = 1,

        /// <summary>Those of this version and of older ones.</summary>
        CurrentOrOlder = 2,
    }
}
