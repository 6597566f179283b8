namespace Tapir.Models.Export;

/// <summary>How a Hugging Face folder is written.</summary>
public sealed record ExportOptions
{
    /// <value>Default float32.</value>
    public ExportPrecision Precision { get; init; } = ExportPrecision.Full;

    /// <value>The longest sequence that config.json names, in tokens; null, the default, for the student's own, which a run may have kept shorter than its model's.</value>
    public int? Context { get; init; }

    /// <value>Weights beyond so many bytes are written as several files with an index; a tensor is never cut. Default 5 GB, as transformers does.</value>
    public long ShardBytes { get; init; } = 5_000_000_000;
}
