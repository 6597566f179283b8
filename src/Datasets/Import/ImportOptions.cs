namespace Tapir.Datasets.Import;

/// <summary>How a dataset is read.</summary>
public sealed record ImportOptions
{
    /// <summary>The form that the rows must have; null to tell it from the first row that has one.</summary>
    public DatasetFormat? Format { get; init; }

    /// <summary>What messages and rows that are set aside call the file, where it is read from a copy; null for its path.</summary>
    public string? Name { get; init; }

    /// <summary>Where bad rows are set aside, a JSON line each with file, line, reason and the row; written only when there are any, and
    /// then anew. Null to count them alone.</summary>
    public string? RejectedPath { get; init; }

    /// <summary>The longest row, in bytes; a longer one is a bad row, so that a file without line breaks does not fill the memory.</summary>
    /// <value>1 or more; 16 MiB by default.</value>
    public int MaximumRowBytes { get; init; } = 16 * 1024 * 1024;
}
