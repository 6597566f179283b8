namespace Tapir.Datasets.Import;

/// <summary>Reads instruction data in any of the forms of <see cref="DatasetFormat"/>, told apart by their content.</summary>
public static class DatasetImporter
{
    /// <summary>Prepares to read a file; nothing is opened before the first row is asked for.</summary>
    public static DatasetImport Open(string path, ImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ImportOptions chosen = options ?? new ImportOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(chosen.MaximumRowBytes, 1, nameof(options));
        return new DatasetImport(path, chosen);
    }

    /// <summary>The good rows of a file, where their counts are not asked for.</summary>
    /// <exception cref="DatasetException">The file cannot be read, is empty or binary, mixes forms, or has no good row.</exception>
    public static IAsyncEnumerable<ImportedRow> ReadAsync(string path, ImportOptions? options = null, CancellationToken cancellation = default) =>
        Open(path, options).ReadAsync(cancellation);
}
