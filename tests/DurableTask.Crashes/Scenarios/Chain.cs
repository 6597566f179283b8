using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>One step after another, with a status, GUIDs and times that replays have to give again.</summary>
internal sealed class Chain : Scenario
{
    public override string Name => "chain";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc<int, string>(Name, async (context, steps) =>
    {
        string made = string.Empty;
        HashSet<Guid> seen = [];
        DateTime before = context.CurrentUtcDateTime;
        for (int step = 0; step < steps; step++)
        {
            context.SetCustomStatus(step);
            Assert.IsTrue(seen.Add(context.NewGuid()));
            made += await context.CallActivityAsync<string>(Note, $"{step}");
            Assert.IsGreaterThanOrEqualTo(before, context.CurrentUtcDateTime);
            before = context.CurrentUtcDateTime;
        }

        return made;
    });

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, 4);
        Assert.AreEqual("3", (await stage.ExpectAsync(id, "0.1.2.3.")).SerializedCustomStatus);
    }
}
