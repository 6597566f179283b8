using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>A step that fails twice before it succeeds.</summary>
internal sealed class Retries : Scenario
{
    private static readonly TaskOptions FiveTries = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(50), 1.5));

    public override string Name => "retries";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddActivityFunc<string, string>("flaky", (context, step) =>
        {
            effects.Note(context.InstanceId, step);
            return effects.Count(context.InstanceId, step) > 2 ? "at last" : throw new IOException("not yet");
        })
        .AddOrchestratorFunc(Name, context => context.CallActivityAsync<string>("flaky", "try", FiveTries));

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, null);
        OrchestrationEnd(await stage.EndAsync(id));
        Assert.IsGreaterThan(2, stage.Effects.Count(id, "try"), id);
    }

    // How often it failed in the history depends on the kills: a try whose result was lost is made again.
    private static void OrchestrationEnd(Client.OrchestrationMetadata end)
    {
        Assert.AreEqual(Client.OrchestrationRuntimeStatus.Completed, end.RuntimeStatus, $"{end} {end.FailureDetails}");
        Assert.AreEqual("at last", end.ReadOutputAs<string>());
    }
}
