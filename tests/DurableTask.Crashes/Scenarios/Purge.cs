using Tapir.DurableTask.Client;
using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>A family that has ended is removed as a whole, and its id is free again.</summary>
internal sealed class Purge : Scenario
{
    public override string Name => "purge";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc<string, string>(Name, async (context, step) =>
        step == "child"
            ? await context.CallActivityAsync<string>(Note, step)
            : await context.CallSubOrchestratorAsync<string>(Name, "child", new TaskOptions().WithInstanceId($"{context.InstanceId}.child")));

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, "parent");
        await stage.ExpectAsync(id, "child.");
        await stage.DoAsync(client => client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true), stage.Cancellation));
        Assert.IsNull(await stage.StateAsync(id));
        Assert.IsNull(await stage.StateAsync($"{id}.child"));
        await stage.StartAsync(Name, id, "parent");
        await stage.ExpectAsync(id, "child.", runs: 2);
    }
}
