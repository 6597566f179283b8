using Tapir.Datasets;
using Tapir.Datasets.Import;

namespace Tapir.Host.Runs;

/// <summary>Reads a seed file once before a run is recorded, so that a file that cannot be used is wrong input and not a failed run.</summary>
internal static class SeedCheck
{
    // One to train on and one to measure on.
    private const int FewestRows = 2;

    /// <exception cref="DatasetException">The file cannot be read, is empty or binary, mixes forms, or has too few good rows. Single bad rows are no error: the import
    /// sets them aside and counts them.</exception>
    public static async Task AssertReadableAsync(string path, CancellationToken cancellation)
    {
        DatasetImport import = DatasetImporter.Open(path);
        await foreach (ImportedRow _ in import.ReadAsync(cancellation))
        {
        }

        if (import.AcceptedCount < FewestRows)
        {
            throw new DatasetException($"'{path}' has {import.AcceptedCount} usable row; a run needs at least {FewestRows}, one to train on and one to measure on. Give more rows.");
        }
    }
}
