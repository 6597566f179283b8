using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>Waits between steps; none ends before its time.</summary>
internal sealed class Timers : Scenario
{
    public override string Name => "timers";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc<int, string>(Name, async (context, waits) =>
    {
        string made = string.Empty;
        for (int wait = 0; wait < waits; wait++)
        {
            DateTime due = context.CurrentUtcDateTime.AddMilliseconds(120);
            await context.CreateTimer(due, CancellationToken.None);
            made += context.CurrentUtcDateTime < due ? "too early" : await context.CallActivityAsync<string>(Note, $"{wait}");
        }

        return made;
    });

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, 3);
        await stage.ExpectAsync(id, "0.1.2.");
    }
}
