using Tapir.DurableTask.Client;
using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>Two versions side by side, with tags; the first goes on as the second.</summary>
internal sealed class Versions : Scenario
{
    public override string Name => "versions";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<string, string?>(Name, new TaskVersion("1"), async (context, so) =>
        {
            string made = so + context.Version + await context.CallActivityAsync<string>(Note, "one");
            context.ContinueAsNew(new ContinueAsNewOptions { NewInput = made, NewVersion = "2" });
            return null;
        })
        .AddOrchestratorFunc<string, string?>(Name, new TaskVersion("2"), async (context, so) => so + context.Version + await context.CallActivityAsync<string>(Note, "two"));

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, string.Empty, new StartOrchestrationOptions { Version = new TaskVersion("1"), Tags = new Dictionary<string, string> { ["of"] = id } });
        Assert.AreEqual(id, (await stage.ExpectAsync(id, "1one.2two.")).Tags["of"]);
    }
}
