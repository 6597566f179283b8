using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Host.Runs;

namespace Tapir.Host.Engine;

/// <summary>Which artifacts are to be kept: those that a run's input, output or status names, and for a run that is not over all that its calls made and all that
/// the hub names for it.</summary>
internal static class KeptArtifacts
{
    public static async Task<HashSet<ArtifactRef>> OfAsync(TapirEngine engine, CancellationToken cancellation)
    {
        HashSet<ArtifactRef> keep = [];
        foreach (RunRecord run in engine.Runs.List())
        {
            RunProgress progress = await engine.Monitor.ProgressAsync(run, cancellation);
            Keep(keep, JsonSerializer.Serialize(run, FunctionJson.Options));
            Keep(keep, progress.Root?.SerializedOutput);
            Keep(keep, progress.Root?.SerializedCustomStatus);
            if (progress.Root is not { RuntimeStatus: OrchestrationRuntimeStatus.Completed })
            {
                keep.UnionWith((await engine.Results.ArtifactsOfRunAsync(run.Id)).Select(ArtifactRef.Parse));
                // The index may have been deleted since; a step that ended is never made again.
                keep.UnionWith((await engine.ArtifactsInHubAsync(run.Id, cancellation)).Select(ArtifactRef.Parse));
            }
        }

        return keep;
    }

    private static void Keep(HashSet<ArtifactRef> keep, string? json) =>
        keep.UnionWith(ArtifactReferences.In(json ?? "").Select(ArtifactRef.Parse));
}
