using System.Globalization;
using CsCheck;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Grpc;

namespace Tapir.DurableTask.Worker.Tests.Model;

/// <summary>Random orchestrations on a hub that crashes again and again come to what a model without any runtime says.</summary>
/// <remarks>A failure prints the smallest plans that were found, and the seed for <c>CsCheck_Seed</c>. <c>TAPIR_CRASH_SAMPLES</c> says how many are tried, 60 unless it is set.</remarks>
[TestClass]
[DoNotParallelize]
public sealed class ModelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Instants =
    [
        "turn.before-commit", "turn.after-commit", "activity.before-commit", "activity.after-commit", "event.before-commit", "event.after-commit", "timer.before-commit", "timer.after-commit",
        "start.before-commit", "start.after-commit",
    ];

    private int crashed;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Plans_OnAHubThatCrashes_ComeToWhatTheModelSays()
    {
        Gen.Select(Plan.Gen.Array[1, 6], Gen.Select(Gen.Int[0, Instants.Length - 1], Gen.Int[1, 8]).Array[0, 4], Gen.Bool).Sample(
            (plans, crashes, kept) => RunAsync(plans, crashes, kept).GetAwaiter().GetResult(),
            iter: int.Parse(Environment.GetEnvironmentVariable("TAPIR_CRASH_SAMPLES") ?? "60", CultureInfo.InvariantCulture),
            threads: 1,
            print: sample => $"plans:\n{string.Join('\n', sample.Item1.Select(plan => $"  {plan}"))}\ncrashes: {string.Join(", ", sample.Item2.Select(crash => $"{Instants[crash.Item1]}:{crash.Item2}"))}");
        TestContext.WriteLine($"{crashed} crashes");
        Assert.IsGreaterThan(20, crashed);
    }

    private async Task RunAsync(Plan[] plans, (int Instant, int Times)[] crashes, bool kept)
    {
        await using CrashingHub hub = await CrashingHub.OpenAsync();
        using IHost worker = await StartWorkerAsync(hub, kept);
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddDurableTaskClient(builder => builder.UseGrpc(hub.Channel)).BuildServiceProvider();
        DurableTaskClient client = services.GetRequiredService<DurableTaskClient>();
        using CancellationTokenSource limit = new(Patience);
        using CancellationTokenSource played = new();
        Task crashing = Task.Run(async () =>
        {
            foreach ((int instant, int times) in crashes)
            {
                crashed += await hub.CrashAsync(Instants[instant], times, played.Token) ? 1 : 0;
            }
        });
        try
        {
            await Task.WhenAll(plans.Select((plan, number) => PlayAsync(client, plan, $"p{number}", limit.Token)));
        }
        finally
        {
            await played.CancelAsync();
            await crashing;
        }

        Sidecar.HubStatus left = await hub.Hub.GetStatusAsync();
        Assert.AreEqual((0L, 0L, 0L, 0L), (left.InboxMessages, left.PendingActivities, left.Timers, left.Parked));
        using CancellationTokenSource atOnce = new(TimeSpan.Zero);
        await worker.StopAsync(atOnce.Token);
    }

    private static async Task PlayAsync(DurableTaskClient client, Plan plan, string id, CancellationToken limit)
    {
        await TryAsync(() => client.ScheduleNewOrchestrationInstanceAsync(Interpreter.Name, plan, new StartOrchestrationOptions(id), limit), limit);
        foreach (string path in plan.Waits().Reverse())
        {
            await TryAsync(() => client.RaiseEventAsync(id, Interpreter.EventAt(path), 0, limit), limit);
        }

        OrchestrationMetadata? end = null;
        IList<HistoryEvent> history = [];
        await TryAsync(async () => end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, limit), limit);
        await TryAsync(async () => history = await client.GetOrchestrationHistoryAsync(id, limit), limit);
        Reference expected = Reference.Of(plan);
        Assert.AreEqual(expected.Output is null ? OrchestrationRuntimeStatus.Failed : OrchestrationRuntimeStatus.Completed, end!.RuntimeStatus, $"{id}: {end.FailureDetails}");
        Assert.AreEqual(expected.Output, expected.Output is null ? null : end.ReadOutputAs<long?>(), id);
        Assert.AreEqual(expected.Status, end.ReadCustomStatusAs<int?>(), $"{id}'s custom status");
        Assert.HasCount(expected.Calls, history.Where(entry => entry.TaskCompleted is not null || entry.TaskFailed is not null), $"{id}'s results of activities");
    }

    /// <summary>Asks until the sidecar answers that it is done, or was done before.</summary>
    private static async Task TryAsync(Func<Task> call, CancellationToken limit)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception done) when (done is OrchestrationAlreadyExistsException or RpcException { StatusCode: StatusCode.FailedPrecondition })
            {
                return;
            }
            catch (Exception error) when (error is not ArgumentException && !limit.IsCancellationRequested)
            {
                await Task.Delay(5, limit);
            }
        }
    }

    private static async Task<IHost> StartWorkerAsync(CrashingHub hub, bool kept)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurableTaskWorker(worker => worker.AddTasks(Interpreter.Register).UseGrpc(options =>
        {
            options.Channel = hub.Channel;
            options.MaximumWarmOrchestrations = kept ? 1000 : 0;
            options.ReconnectBackoffBase = options.TransientRetryBackoffBase = TimeSpan.FromMilliseconds(5);
            options.ReconnectBackoffCap = options.TransientRetryBackoffCap = TimeSpan.FromMilliseconds(50);
            options.TransientRetryMaxAttempts = 1000;
        }));
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
