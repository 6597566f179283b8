using Tapir.DurableTask.Crashes.Tests.Checks;

namespace Tapir.DurableTask.Crashes.Tests.Scenarios;

/// <summary>One instance sends to another: each message arrives once, and in order.</summary>
internal sealed class Relay : Scenario
{
    private const int Parcels = 6;

    public override string Name => "relay";

    public override void Register(DurableTaskRegistry tasks, Effects effects) => tasks
        .AddOrchestratorFunc<int, int[]>("relay-receiver", async (context, parcels) =>
        {
            List<int> arrived = [];
            while (arrived.LastOrDefault() < parcels - 1)
            {
                arrived.Add(await context.WaitForExternalEvent<int>("parcel"));
            }

            return [.. arrived];
        })
        .AddOrchestratorFunc<string, string>("relay-sender", async (context, receiver) =>
        {
            for (int parcel = 0; parcel < Parcels; parcel++)
            {
                context.SendEvent(receiver, "parcel", parcel);
                if (parcel % 2 == 1)
                {
                    await context.CallActivityAsync<string>(Note, $"{parcel}");
                }
            }

            return "sent";
        });

    public override async Task PlayAsync(Stage stage, string id)
    {
        await stage.StartAsync("relay-receiver", id, Parcels);
        await stage.StartAsync("relay-sender", $"{id}.sender", id);
        await stage.ExpectAsync($"{id}.sender", "sent");
        await stage.ExpectAsync(id, Enumerable.Range(0, Parcels));
    }
}
