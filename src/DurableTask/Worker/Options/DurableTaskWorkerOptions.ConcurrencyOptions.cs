namespace Tapir.DurableTask.Worker;

public partial class DurableTaskWorkerOptions
{
    /// <summary>How many work items of each kind one worker holds at a time.</summary>
    public class ConcurrencyOptions
    {
        /// <value>Activities at a time; default 100 per processor.</value>
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <value>Orchestration turns at a time; default 100 per processor.</value>
        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }
}
