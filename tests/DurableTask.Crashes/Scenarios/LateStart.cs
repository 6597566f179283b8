using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>An instance that is to begin later does not begin sooner.</summary>
internal sealed class LateStart : Scenario
{
    public override string Name => "late-start";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc<DateTime, string>(Name, async (context, due) =>
        context.CurrentUtcDateTime < due ? "too early" : await context.CallActivityAsync<string>(Note, "on time"));

    public override async Task PlayAsync(Stage stage, string id)
    {
        DateTimeOffset due = DateTimeOffset.UtcNow.AddMilliseconds(250);
        await stage.StartAsync(Name, id, due.UtcDateTime, new StartOrchestrationOptions { StartAt = due });
        await stage.ExpectAsync(id, "on time.");
    }
}
