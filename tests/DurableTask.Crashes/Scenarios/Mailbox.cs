using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>Events that come before anyone waits for them. A client that was not answered raises its event again, so the orchestrator tells them apart by number.</summary>
internal sealed class Mailbox : Scenario
{
    private const int Letters = 5;

    public override string Name => "mailbox";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc<int, int[]>(Name, async (context, letters) =>
    {
        await context.CallActivityAsync<string>(Note, "busy");
        List<int> arrived = [];
        while (arrived.Distinct().Count() < letters)
        {
            arrived.Add(await context.WaitForExternalEvent<int>("letter"));
        }

        return [.. arrived];
    });

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, Letters);
        List<int> raised = [];
        for (int letter = 0; letter < Letters; letter++)
        {
            raised.AddRange(Enumerable.Repeat(letter, await stage.RaiseAsync(id, "letter", letter)));
        }

        int[] arrived = (await stage.EndAsync(id)).ReadOutputAs<int[]>()!;
        Assert.AreSequenceEqual(Enumerable.Range(0, Letters), arrived.Distinct(), $"{id}: the order of letters, of which {string.Join(",", raised)} were sent and {string.Join(",", arrived)} came");
        Assert.IsTrue(arrived.GroupBy(letter => letter).All(same => same.Count() <= raised.Count(letter => letter == same.Key)), $"{id}: {string.Join(",", arrived)} came of {string.Join(",", raised)}");
        await stage.ExpectAsync(id, arrived);
    }
}
