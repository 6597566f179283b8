using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>Begins anew after each event; events that come meanwhile reach the next execution in their order.</summary>
internal sealed class Rounds : Scenario
{
    private const int Ticks = 6;

    public override string Name => "rounds";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks.AddOrchestratorFunc<int[], int[]?>(Name, async (context, seen) =>
    {
        int tick = await context.WaitForExternalEvent<int>("tick");
        int[] all = seen.Contains(tick) ? seen : [.. seen, tick];
        if (all.Length == Ticks)
        {
            return all;
        }

        await context.CallActivityAsync<string>(Note, $"{tick}");
        context.ContinueAsNew(all);
        return null;
    });

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync(Name, id, Array.Empty<int>());
        for (int tick = 0; tick < Ticks; tick++)
        {
            await stage.RaiseAsync(id, "tick", tick);
        }

        await stage.ExpectAsync(id, Enumerable.Range(0, Ticks));
        for (int tick = 0; tick < Ticks - 1; tick++)
        {
            Assert.IsGreaterThanOrEqualTo(1, stage.Effects.Count(id, $"{tick}"), $"{id}: tick {tick}");
        }
    }
}
