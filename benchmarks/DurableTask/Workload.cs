using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tapir.DurableTask.Benchmarks;

/// <summary>Orchestrations with nothing to do in them, so that only the runtime costs time.</summary>
internal static class Workload
{
    /// <summary>When which step of the last chain was done, in the stopwatch's ticks.</summary>
    public static ConcurrentDictionary<int, long> Steps { get; } = [];

    /// <summary>When a waiting orchestration had its event, by instance.</summary>
    public static ConcurrentDictionary<string, long> Woken { get; } = [];

    public static void Register(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int, int>("next", (_, number) =>
        {
            Steps[number] = Stopwatch.GetTimestamp();
            return number + 1;
        })
        .AddOrchestratorFunc<int, int>("nothing", (_, _) => Task.FromResult(0))
        .AddOrchestratorFunc<int, int>("wait", async (context, _) =>
        {
            await context.WaitForExternalEvent<int>("go");
            Woken.TryAdd(context.InstanceId, Stopwatch.GetTimestamp());
            return 0;
        })
        .AddOrchestratorFunc<int, int>("chain", async (context, steps) =>
        {
            int number = 0;
            while (number < steps)
            {
                number = await context.CallActivityAsync<int>("next", number);
            }

            return number;
        })
        .AddOrchestratorFunc<int, int>("fan", async (context, steps) =>
            (await Task.WhenAll(Enumerable.Range(0, steps).Select(number => context.CallActivityAsync<int>("next", number)))).Length);
}
