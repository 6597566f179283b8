using Grpc.Core;
using Tapir.Activities.Scheduling;
using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Allowance;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Scheduling;

/// <summary>Runs as schedules see them: recorded in the state folder, known to the hub once they have begun.</summary>
internal sealed class HubRunStarts(TapirEngine engine) : IRunStarts
{
    public string? Find(string requestKey) => engine.Requests.Find(requestKey)?.Id;

    public async Task<string> RecordAsync(RunSpec spec, ArtifactRef? seed, string requestKey, CancellationToken cancellation)
    {
        // The lists may be shorter than when the schedule was made, and a link may lead elsewhere. What was read already was read with their leave.
        RunSpec named = seed is null ? spec : spec with { Seed = spec.Seed with { Path = null } };
        if (new ListedAllowance(HostSettingsFile.Load().Tapir.Allow).Check(named).Select(problem => problem.Message).FirstOrDefault() is { } refusal)
        {
            throw new RunRefusedException(refusal);
        }

        RunRecord recorded = seed is { } read
            ? await engine.Requests.RecordAsync(spec, read, SpecOrigin.Elsewhere, requestKey, cancellation)
            : await engine.Requests.RecordAsync(spec, SpecOrigin.Elsewhere, requestKey, cancellation);
        return recorded.Id;
    }

    public async Task<bool> IsOpenAsync(string run, CancellationToken cancellation) =>
        await engine.Client.GetInstanceAsync(run, cancellation) is { } instance ? !instance.IsCompleted : engine.Runs.TryGet(run) is not null;

    public async Task CancelAsync(string run, string reason, CancellationToken cancellation)
    {
        if (await engine.Client.GetInstanceAsync(run, cancellation) is null && engine.Runs.TryGet(run) is { } waiting)
        {
            await PutInHubAsync(waiting, cancellation);
        }

        try
        {
            await engine.Client.TerminateInstanceAsync(run, new TerminateInstanceOptions(Output: reason, Recursive: true), cancellation);
        }
        catch (RpcException over) when (over.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            // It ended since it was looked at.
        }
    }

    // Known to the hub as ended, it is not in line any more.
    private async Task PutInHubAsync(RunRecord waiting, CancellationToken cancellation)
    {
        try
        {
            await new RunLaunch(engine).StartAsync(waiting, cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Its turn has come since it was looked at.
        }
    }
}
