using Tapir.DurableTask.Client;
using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>Children and grandchildren, side by side.</summary>
internal sealed class Family : Scenario
{
    private const int Generations = 3;

    public override string Name => "family";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc<int, string>(Name, async (context, generations) =>
    {
        if (generations == 0)
        {
            return await context.CallActivityAsync<string>(Note, "leaf");
        }

        SubOrchestrationOptions Named(string child) => new TaskOptions().WithInstanceId($"{context.InstanceId}.{child}");
        string[] made = await Task.WhenAll(
            context.CallSubOrchestratorAsync<string>(Name, generations - 1, Named("a")),
            context.CallSubOrchestratorAsync<string>(Name, 0, Named("b")));
        return $"({string.Concat(made)})";
    });

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, Generations);
        await stage.ExpectAsync(id, "(((leaf.leaf.)leaf.)leaf.)");
        await stage.ExpectAsync($"{id}.b", "leaf.");
        await stage.ExpectAsync($"{id}.a.a.a", "leaf.");
    }
}
