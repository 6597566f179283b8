using Tapir.DurableTask.Converters;

namespace Tapir.DurableTask.Client;

/// <summary>Options of every client.</summary>
public class DurableTaskClientOptions
{
    private DataConverter? dataConverter;

    /// <value>The version of orchestrations that are started without one; empty (default) for none.</value>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <value>Writes inputs and reads outputs. Default: one found among the services, else <see cref="JsonDataConverter.Default"/>.</value>
    public DataConverter DataConverter
    {
        get => dataConverter ?? JsonDataConverter.Default;
        set => dataConverter = value;
    }

    internal bool HasDataConverter => dataConverter is not null;

    internal void ApplyTo(DurableTaskClientOptions other)
    {
        other.DefaultVersion = DefaultVersion;
        other.dataConverter = dataConverter;
    }
}
