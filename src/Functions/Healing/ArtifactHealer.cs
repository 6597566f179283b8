using Microsoft.Extensions.Logging;

namespace Tapir.Functions;

/// <summary>Makes lost artifacts again by running the functions that made them, recursively where their inputs are lost too.</summary>
internal sealed class ArtifactHealer(
    FunctionCatalog catalog,
    IResultIndex index,
    IArtifactPresence artifacts,
    Implementations implementations,
    CallReporter reporter,
    Func<CatalogEntry, StoredResult, HealingChain, CallRequest> requestAgain,
    TimeProvider time,
    ILogger logger)
{
    private readonly SingleFlight<string?> flights = new();

    /// <summary>Makes the artifact again with the same digest.</summary>
    /// <param name="gone">Cancelled when the one who came upon the loss needs it no more. It is made to the end for others that wait for it too.</param>
    /// <exception cref="ArtifactNotRestoredException">Nobody knows what made it, or it came out different.</exception>
    public async Task HealAsync(string artifact, Exception cause, HealingChain chain, CancellationToken gone)
    {
        if (chain.Artifacts.Contains(artifact))
        {
            throw ArtifactNotRestoredException.NoProducer(artifact, ["what made it needs it itself"], cause);
        }

        // A long chain of artifacts may be lost, each made from the one before: the way down to the first must not be a way down the stack.
        await Task.Yield();
        List<string> reasons = [];
        foreach (StoredResult producer in await index.FindProducersAsync(artifact, gone).ConfigureAwait(false))
        {
            // Two calls that miss the same artifact wait for one repeat.
            Flight<string?> flight = await flights
                .RunAsync(artifact + producer.Key, unwanted => MakeAgainAsync(artifact, producer, cause, chain, unwanted), gone).ConfigureAwait(false);
            if (flight.Result is null)
            {
                return;
            }

            reasons.Add(flight.Result);
        }

        throw ArtifactNotRestoredException.NoProducer(artifact, reasons, cause);
    }

    /// <returns>Null when the artifact is back; else why this producer could not be asked.</returns>
    private async Task<string?> MakeAgainAsync(string artifact, StoredResult producer, Exception cause, HealingChain chain, CancellationToken unwanted)
    {
        if (!catalog.TryFind(producer.Function, out DurableFunction? function) || function.Version != producer.Version)
        {
            return $"'{producer.Function}' v{producer.Version} made it, and this program has {(function is null ? "no such function" : $"version {function.Version}")}";
        }

        logger.MakingAgain(artifact, producer.Function, producer.Key);
        CatalogEntry entry = catalog.Entry(producer.Function);
        CallRequest request = requestAgain(entry, producer, chain);
        long start = time.GetTimestamp();
        Resolution made = await reporter.ReportAsync(
            request.Call,
            async () => new Resolution(await implementations.RunAsync(request, chain.Through(artifact), unwanted).ConfigureAwait(false), CallOutcome.Computed),
            unwanted).ConfigureAwait(false);
        if (!ArtifactReferences.In(made.Output).Contains(artifact))
        {
            // What is known now is written down, whoever still wants it.
            await index.StoreAsync(request.ToResult(made.Output, time.GetUtcNow(), time.GetElapsedTime(start)), CancellationToken.None).ConfigureAwait(false);
            IReadOnlyList<StoredResult> dropped = await index.DropDerivedAsync(artifact, CancellationToken.None).ConfigureAwait(false);
            logger.DerivedDropped(producer.Function, producer.Key, artifact, dropped.Count);
            throw ArtifactNotRestoredException.MadeDifferently(artifact, producer, request, made.Output, dropped, cause);
        }

        if (!await artifacts.ExistsAsync(artifact, CancellationToken.None).ConfigureAwait(false))
        {
            return $"'{producer.Function}' names it but does not write it";
        }

        logger.MadeAgain(artifact, producer.Function);
        return null;
    }
}
