using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Datasets.Export;

namespace Tapir.Host.Exports;

/// <summary>The training set of a round as a file that other programs train with.</summary>
internal static class TrainingSetExport
{
    public static readonly ExportFormat Messages = Of("messages", "training set, OpenAI chat messages, one JSON line each", MessagesExporter.WriteAsync);

    public static readonly ExportFormat Alpaca = Of("alpaca", "training set, one JSON array", AlpacaExporter.WriteAsync);

    private static ExportFormat Of(string name, string description, Func<Stream, IEnumerable<Example>, CancellationToken, Task> write) => new(
        name,
        description,
        NeedsPlace: false,
        async (source, file, cancellation) =>
        {
            IReadOnlyList<Example> examples = await source.Artifacts.ReadAllLinesAsync<Example>(source.Rounds[^1].TrainingSet, cancellation);
            await using Stream target = file is null ? Console.OpenStandardOutput() : new FileStream(file, FileMode.CreateNew);
            await write(target, examples, cancellation);
            return $"{examples.Count} examples";
        });
}
