using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>An event that does not come in time, and one that does.</summary>
internal sealed class Race : Scenario
{
    public override string Name => "race";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc(Name, async context =>
    {
        string first;
        try
        {
            first = await context.WaitForExternalEvent<string>("never", TimeSpan.FromMilliseconds(100));
        }
        catch (TaskCanceledException)
        {
            first = "late";
        }

        return $"{first}, {await context.WaitForExternalEvent<string>("sure", TimeSpan.FromHours(1))}";
    });

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, null);
        await stage.RaiseAsync(id, "sure", "there");
        await stage.ExpectAsync(id, "late, there");
    }
}
