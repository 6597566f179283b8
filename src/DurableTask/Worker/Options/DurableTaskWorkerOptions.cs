using Tapir.DurableTask.Converters;

namespace Tapir.DurableTask.Worker;

/// <summary>Options of every worker.</summary>
public partial class DurableTaskWorkerOptions
{
    private DataConverter? dataConverter;

    /// <value>Reads inputs and writes outputs. Default: one found among the services, else <see cref="JsonDataConverter.Default"/>.</value>
    public DataConverter DataConverter
    {
        get => dataConverter ?? JsonDataConverter.Default;
        set => dataConverter = value;
    }

    /// <value>The longest single timer; default 3 days. A longer wait becomes several. Changing it strands instances that wait longer.</value>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    public ConcurrencyOptions Concurrency { get; private set; } = new();

    /// <value>Which versions of orchestrations this worker takes; null (default) for all.</value>
    public VersioningOptions? Versioning { get; set; }

    /// <value>Which orchestrations this worker takes; null (default) for the one among the services, or all where there is none.</value>
    public IOrchestrationFilter? OrchestrationFilter { get; set; }

    public bool IsVersioningSet => Versioning is not null;

    internal bool HasDataConverter => dataConverter is not null;

    internal void ApplyTo(DurableTaskWorkerOptions other)
    {
        other.dataConverter = dataConverter;
        other.MaximumTimerInterval = MaximumTimerInterval;
        other.Concurrency = Concurrency;
        other.Versioning = Versioning;
        other.OrchestrationFilter = OrchestrationFilter;
    }
}
