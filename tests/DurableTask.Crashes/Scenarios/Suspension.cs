using Tapir.DurableTask.Client;
using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>What comes to a suspended instance is kept for it.</summary>
internal sealed class Suspension : Scenario
{
    public override string Name => "suspension";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc(Name, async context =>
        await context.CallActivityAsync<string>(Note, "before") + await context.WaitForExternalEvent<string>("go") + await context.CallActivityAsync<string>(Note, "after"));

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, null);
        await stage.DoAsync(client => client.SuspendInstanceAsync(id, "wait", stage.Cancellation));
        await stage.RaiseAsync(id, "go", "gone ");
        Assert.AreEqual(OrchestrationRuntimeStatus.Suspended, (await stage.StateAsync(id))!.RuntimeStatus, id);
        await stage.DoAsync(client => client.ResumeInstanceAsync(id, "go on", stage.Cancellation), Stage.IsTooLate);
        await stage.ExpectAsync(id, "before.gone after.");
    }
}
