using Tapir.DurableTask.Client;
using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>A family that would wait for ever is ended.</summary>
internal sealed class Termination : Scenario
{
    public override string Name => "termination";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc(Name, async context =>
        {
            await context.CallActivityAsync<string>(Note, "begin");
            return await context.CallSubOrchestratorAsync<string>("waiting", new TaskOptions().WithInstanceId($"{context.InstanceId}.child"));
        })
        .AddOrchestratorFunc("waiting", context => context.WaitForExternalEvent<string>("never"));

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, null);
        while (await stage.StateAsync($"{id}.child") is null)
        {
            await Task.Delay(20, stage.Cancellation);
        }

        await stage.DoAsync(client => client.TerminateInstanceAsync(id, new TerminateInstanceOptions("stop", Recursive: true), stage.Cancellation), Stage.IsTooLate);
        await stage.ExpectAsync($"{id}.child", "stop", OrchestrationRuntimeStatus.Terminated);
        await stage.ExpectAsync(id, "stop", OrchestrationRuntimeStatus.Terminated);
    }
}
