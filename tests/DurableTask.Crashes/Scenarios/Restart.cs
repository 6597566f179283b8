using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>An instance that has ended begins once more under its id.</summary>
internal sealed class Restart : Scenario
{
    public override string Name => "restart";

    public override void Register(DurableTaskRegistry tasks, Effects effects) =>
        tasks.AddOrchestratorFunc<string, string>(Name, (context, step) => context.CallActivityAsync<string>(Note, step));

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, "again");
        await stage.ExpectAsync(id, "again.");
        await stage.DoAsync(client => client.RestartAsync(id, restartWithNewInstanceId: false, stage.Cancellation), Stage.IsTooLate);
        await stage.ExpectAsync(id, "again.", runs: 2);
        Assert.IsGreaterThanOrEqualTo(2, stage.Effects.Count(id, "again"), id);
    }
}
