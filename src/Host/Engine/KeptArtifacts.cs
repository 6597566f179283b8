using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Engine;

/// <summary>Which artifacts are to be kept: those that a run's input, output or status names, for a run that is not over all that its calls made and all that
/// the hub names for it, and what schedules know of the files that they watch.</summary>
internal static class KeptArtifacts
{
    public static async Task<HashSet<ArtifactRef>> OfAsync(TapirEngine engine, CancellationToken cancellation)
    {
        HashSet<ArtifactRef> keep = [];
        foreach (RunRecord run in engine.Runs.List())
        {
            keep.UnionWith(await OfRunAsync(engine, run, cancellation));
        }

        keep.UnionWith(await InHubAsync(engine, ScheduleInstances.Prefix.TrimEnd(':'), cancellation));
        return keep;
    }

    /// <summary>Those of one run. While another process runs the sidecar, what its instances have not taken yet is not among them; a sweep has the folder alone.</summary>
    public static async Task<HashSet<ArtifactRef>> OfRunAsync(TapirEngine engine, RunRecord run, CancellationToken cancellation)
    {
        HashSet<ArtifactRef> keep = [];
        RunProgress progress = await engine.Monitor.ProgressAsync(run, cancellation);
        Keep(keep, JsonSerializer.Serialize(run, FunctionJson.Options));
        Keep(keep, progress.Root?.SerializedOutput);
        Keep(keep, progress.Root?.SerializedCustomStatus);
        if (progress.Root is not { RuntimeStatus: OrchestrationRuntimeStatus.Completed })
        {
            keep.UnionWith((await engine.Results.ArtifactsOfRunAsync(run.Id)).Select(ArtifactRef.Parse));
            // The index may have been deleted since; a step that ended is never made again.
            keep.UnionWith(await InHubAsync(engine, run.Id, cancellation));
        }

        return keep;
    }

    private static async Task<IEnumerable<ArtifactRef>> InHubAsync(TapirEngine engine, string family, CancellationToken cancellation)
    {
        RunFamily instances = new(engine.Client, family);
        IReadOnlySet<string> named = engine.Hub is { } hub ? await instances.ArtifactsInHubAsync(hub, engine.Histories, cancellation) : await instances.ArtifactsInHistoryAsync(engine.Histories, cancellation);
        return named.Select(ArtifactRef.Parse);
    }

    private static void Keep(HashSet<ArtifactRef> keep, string? json) =>
        keep.UnionWith(ArtifactReferences.In(json ?? "").Select(ArtifactRef.Parse));
}
