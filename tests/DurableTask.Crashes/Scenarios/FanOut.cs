using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>Many steps at once, and their results together.</summary>
internal sealed class FanOut : Scenario
{
    private const int Wide = 12;

    public override string Name => "fan-out";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc<int, string>(
        Name, async (context, wide) => string.Concat(await Task.WhenAll(Enumerable.Range(0, wide).Select(step => context.CallActivityAsync<string>(Note, $"{step}")))));

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, Wide);
        await stage.ExpectAsync(id, string.Concat(Enumerable.Range(0, Wide).Select(step => $"{step}.")));
    }
}
