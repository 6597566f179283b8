using Tapir.DurableTask.Client;
using Tapir.DurableTask.Crashes.Tests.Checks;
using Tapir.DurableTask.Crashes.Tests.Processes;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>Where scenarios play: the calls they make, and the checks of how their instances end.</summary>
/// <param name="deaths">How many processes have been killed so far: no step can have been done more often than once and once for each.</param>
internal sealed class Stage(PatientClient client, Effects effects, HistoryCheck histories, Func<int> deaths, CancellationToken cancellation)
{
    public Effects Effects => effects;

    public CancellationToken Cancellation => cancellation;

    public Task StartAsync(string orchestration, string id, object? input, StartOrchestrationOptions? options = null) => client.DoAsync(
        asked => asked.ScheduleNewOrchestrationInstanceAsync(orchestration, input, (options ?? new()) with { InstanceId = id }, cancellation),
        cancellation,
        refused => refused is OrchestrationAlreadyExistsException);

    /// <returns>How often it was raised: more than once where the sidecar was killed before it answered.</returns>
    public Task<int> RaiseAsync(string id, string name, object payload) => DoAsync(asked => asked.RaiseEventAsync(id, name, payload, cancellation), IsTooLate);

    public Task<int> DoAsync(Func<DurableTaskClient, Task> call, Func<Exception, bool>? done = null) => client.DoAsync(call, cancellation, done);

    public Task<OrchestrationMetadata?> StateAsync(string id) => client.AskAsync(asked => asked.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation), cancellation);

    public Task<OrchestrationMetadata> EndAsync(string id) =>
        client.AskAsync(asked => asked.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellation), cancellation);

    /// <summary>Waits for the end and checks it, the history, and what its steps did to the world.</summary>
    /// <param name="runs">How often it has been run under that id.</param>
    public async Task<OrchestrationMetadata> ExpectAsync(string id, object? output, OrchestrationRuntimeStatus status = OrchestrationRuntimeStatus.Completed, int runs = 1)
    {
        OrchestrationMetadata end = await EndAsync(id);
        Assert.AreEqual(status, end.RuntimeStatus, $"{end} {end.FailureDetails}");
        Assert.AreEqual(end.DataConverter!.Serialize(output), end.SerializedOutput, id);
        IList<HistoryEvent> history = await client.AskAsync(asked => asked.GetOrchestrationHistoryAsync(id, cancellation), cancellation);
        histories.Check(id, [.. history]);
        foreach (string step in HistoryCheck.StepsDone([.. history]))
        {
            Assert.IsInRange(1, runs + deaths(), effects.Count(id, step), $"how often {id} did {step}");
        }

        return end;
    }

    /// <summary>A refusal because the instance has ended meanwhile.</summary>
    public static bool IsTooLate(Exception refusal) =>
        refusal is InvalidOperationException or Grpc.Core.RpcException { StatusCode: Grpc.Core.StatusCode.FailedPrecondition };
}
