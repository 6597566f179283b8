using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.Settings;
using Tapir.Host.Telemetry;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Serving;

/// <summary>Works on so many runs at a time; the others wait in line in the order in which they were recorded. A run is in line when its record is on disk and
/// the hub does not know it yet, so the line needs no file of its own and survives everything.</summary>
/// <remarks>A run that waits for a person, or was suspended, holds no place: others go on meanwhile. When it goes on, there may be one more at a time for a while.</remarks>
internal sealed class RunQueue : IAsyncDisposable
{
    // Ends of runs are announced; that one waits for a person is found by looking.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly TapirEngine engine;
    private readonly TapirSettings settings;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly LinkedList<string> waiting = [];
    private readonly HashSet<string> active = new(StringComparer.Ordinal);
    private readonly StartSpans spans = new();
    private readonly SemaphoreSlim changed = new(1);
    private readonly CancellationTokenSource stopping = new();
    private int reserved;
    private Task pump = Task.CompletedTask;

    private RunQueue(TapirEngine engine, TapirSettings settings, ILogger logger)
    {
        this.engine = engine;
        this.settings = settings;
        this.logger = logger;
    }

    /// <summary>Ids of the runs in line, the next one first.</summary>
    public IReadOnlyList<string> Waiting
    {
        get
        {
            lock (gate)
            {
                return [.. waiting];
            }
        }
    }

    /// <summary>Finds what was left in line and under way, and goes on with it.</summary>
    public static async Task<RunQueue> StartAsync(TapirEngine engine, TapirSettings settings, ILogger logger, CancellationToken cancellation)
    {
        RunQueue queue = new(engine, settings, logger);
        HashSet<string> inHub = new(StringComparer.Ordinal);
        await foreach (OrchestrationMetadata instance in engine.Client.GetAllInstancesAsync(new OrchestrationQuery()).WithCancellation(cancellation))
        {
            if (instance.Name != nameof(Distillation))
            {
                continue;
            }

            inHub.Add(instance.InstanceId);
            if (!instance.IsCompleted && engine.Runs.TryGet(instance.InstanceId) is { } unfinished)
            {
                await new BudgetRaise(engine).SettleAsync(unfinished, cancellation);
            }

            if (instance.RuntimeStatus is OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Pending)
            {
                queue.active.Add(instance.InstanceId);
            }
        }

        IEnumerable<RunRecord> unknown = engine.Runs.Ids().Where(id => !inHub.Contains(id)).Select(engine.Runs.TryGet).OfType<RunRecord>();
        foreach (RunRecord run in unknown.OrderBy(run => run.CreatedAt).ThenBy(run => run.Id, StringComparer.Ordinal))
        {
            queue.waiting.AddLast(run.Id);
        }

        engine.Requests.Recorded += queue.Add;
        queue.pump = queue.PumpAsync();
        return queue;
    }

    /// <summary>Keeps room for one more run until it has been recorded.</summary>
    /// <returns>To be disposed of when the run is in line, or is not to be; null when there is no room.</returns>
    public IDisposable? TryReserve()
    {
        lock (gate)
        {
            if (waiting.Count + reserved >= settings.MaxQueuedRuns)
            {
                return null;
            }

            reserved++;
            return new Reservation(this);
        }
    }

    /// <summary>Takes a run out of the line before it was started.</summary>
    /// <returns>False when it was not in line.</returns>
    public bool Remove(string run)
    {
        spans.Forget(run);
        lock (gate)
        {
            return waiting.Remove(run);
        }
    }

    /// <summary>Says that a run in the hub goes on, after it had been suspended, had failed, or waited for a person.</summary>
    public void GoesOn(string run)
    {
        lock (gate)
        {
            active.Add(run);
        }

        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        engine.Requests.Recorded -= Add;
        await stopping.CancelAsync();
        await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        changed.Dispose();
    }

    private void Add(RunRecord run)
    {
        spans.Asked(run.Id);
        lock (gate)
        {
            if (!waiting.Contains(run.Id) && !active.Contains(run.Id))
            {
                waiting.AddLast(run.Id);
            }
        }

        Wake();
    }

    private void Wake()
    {
        if (changed.CurrentCount == 0)
        {
            changed.Release();
        }
    }

    private async Task PumpAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await DropThoseAtRestAsync();
                await StartNextAsync();
            }
            catch (Exception problem) when (!stopping.IsCancellationRequested)
            {
                logger.QueueStumbled(problem);
            }

            bool isBusy;
            lock (gate)
            {
                isBusy = active.Count > 0 || waiting.Count > 0;
            }

            await changed.WaitAsync(isBusy ? LookAgain : Timeout.InfiniteTimeSpan, stopping.Token);
        }
    }

    private async Task StartNextAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            string next;
            lock (gate)
            {
                if (active.Count >= settings.MaxConcurrentRuns || waiting.First is not { } first)
                {
                    return;
                }

                next = first.Value;
            }

            if (engine.Runs.TryGet(next) is { } run)
            {
                await StartAsync(run);
            }

            lock (gate)
            {
                waiting.Remove(next);
                active.Add(next);
            }
        }
    }

    private async Task StartAsync(RunRecord run)
    {
        using Activity? span = spans.Begin(run.Id);
        try
        {
            await new RunLaunch(engine).StartAsync(run, stopping.Token);
            logger.RunStarted(run.Id);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // A schedule has cancelled it in line since, or the answer to an earlier try was lost: either way it is in line no more.
        }
    }

    private async Task DropThoseAtRestAsync()
    {
        string[] looked;
        lock (gate)
        {
            looked = [.. active];
        }

        foreach (string id in looked)
        {
            if (engine.Runs.TryGet(id) is not { } run || (await engine.Monitor.ReadAsync(run, stopping.Token)).Status is not "running")
            {
                lock (gate)
                {
                    active.Remove(id);
                }
            }
        }
    }

    private sealed class Reservation(RunQueue queue) : IDisposable
    {
        public void Dispose()
        {
            lock (queue.gate)
            {
                queue.reserved--;
            }
        }
    }
}
