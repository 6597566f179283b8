using Tapir.DurableTask.Client;
using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>A child's step fails until the way is free; the family is rewound and goes on.</summary>
internal sealed class Rewind : Scenario
{
    public override string Name => "rewind";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc(Name, async context =>
            await context.CallActivityAsync<string>(Note, "before")
            + await context.CallSubOrchestratorAsync<string>("gated", new TaskOptions().WithInstanceId($"{context.InstanceId}.child"))
            + await context.CallActivityAsync<string>(Note, "after"))
        .AddOrchestratorFunc("gated", context => context.CallActivityAsync<string>("gate", "through"))
        .AddActivityFunc<string, string>("gate", (context, step) =>
        {
            if (effects.Count(context.InstanceId, "open") == 0)
            {
                throw new IOException("shut");
            }

            effects.Note(context.InstanceId, step);
            return step + ".";
        });

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, null);
        Assert.AreEqual(OrchestrationRuntimeStatus.Failed, (await stage.EndAsync(id)).RuntimeStatus, id);
        stage.Effects.Note($"{id}.child", "open");
        await stage.DoAsync(client => client.RewindInstanceAsync(id, "open now", stage.Cancellation), Stage.IsTooLate);
        OrchestrationMetadata end = await stage.EndAsync(id);
        Assert.AreEqual("before.through.after.", end.ReadOutputAs<string>(), $"{end} {end.FailureDetails}");
        Assert.AreEqual("through.", (await stage.EndAsync($"{id}.child")).ReadOutputAs<string>());
    }
}
