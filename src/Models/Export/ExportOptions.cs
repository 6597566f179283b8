namespace Tapir.Models.Export;

/// <summary>How a Hugging Face folder is written.</summary>
public sealed record ExportOptions
{
    /// <value>Default float32.</value>
    public ExportPrecision Precision { get; init; } = ExportPrecision.Full;

    /// <value>Weights beyond so many bytes are written as several files with an index; a tensor is never cut. Default 5 GB, as transformers does.</value>
    public long ShardBytes { get; init; } = 5_000_000_000;
}
