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
/// <remarks>A run that waits for a person, or was suspended, holds no place: others begin meanwhile. When it goes on it takes one, also where all are taken; no other begins
/// until there is room again.</remarks>
internal sealed class RunQueue : IAsyncDisposable
{
    // That a run has ended, waits for a person, goes on or was recorded by another process is found by looking.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly TapirEngine engine;
    private readonly TapirSettings settings;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly LinkedList<string> waiting = [];
    private readonly RunArrivals arrivals;
    private readonly RunsAtWork atWork;
    private readonly StartSpans spans = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource stopping = new();
    private int reserved;
    private Task pump = Task.CompletedTask;

    private RunQueue(TapirEngine engine, TapirSettings settings, ILogger logger)
    {
        this.engine = engine;
        this.settings = settings;
        this.logger = logger;
        arrivals = new RunArrivals(engine.Runs, engine.State.Runs, engine.Clock);
        atWork = new RunsAtWork(engine);
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
        await new RunRemoval(engine).FinishAsync(cancellation);
        await foreach (OrchestrationMetadata instance in engine.Client.GetAllInstancesAsync(new OrchestrationQuery()).WithCancellation(cancellation))
        {
            if (instance.Name != nameof(Distillation))
            {
                continue;
            }

            queue.arrivals.Saw(instance.InstanceId);
            if (!instance.IsCompleted && engine.Runs.TryGet(instance.InstanceId) is { } unfinished)
            {
                await new BudgetRaise(engine).SettleAsync(unfinished, cancellation);
            }
        }

        foreach (RunRecord run in queue.arrivals.Look())
        {
            queue.Take(run);
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
        atWork.GoesOn(run);
        Wake();
    }

    /// <summary>Takes in what was recorded elsewhere, and starts what there is room for: what is done every two seconds, and sooner when something is told.</summary>
    public async Task TurnAsync()
    {
        await turn.WaitAsync(stopping.Token);
        try
        {
            await TakeInAsync();
            await StartNextAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        engine.Requests.Recorded -= Add;
        await stopping.CancelAsync();
        await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        changed.Dispose();
        turn.Dispose();
    }

    private void Add(RunRecord run)
    {
        spans.Asked(run.Id);
        Take(run);
        Wake();
    }

    private void Take(RunRecord run)
    {
        if (!arrivals.Saw(run.Id))
        {
            return;
        }

        lock (gate)
        {
            waiting.AddLast(run.Id);
        }
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
                await TurnAsync();
            }
            catch (Exception problem) when (!stopping.IsCancellationRequested)
            {
                logger.QueueStumbled(problem);
            }

            await changed.WaitAsync(LookAgain, stopping.Token);
        }
    }

    private async Task TakeInAsync()
    {
        foreach (RunRecord run in arrivals.Look())
        {
            if (await engine.Client.GetInstanceAsync(run.Id, stopping.Token) is null)
            {
                Take(run);
            }
            else
            {
                arrivals.Saw(run.Id);
            }
        }
    }

    private async Task StartNextAsync()
    {
        while (Next() is { } next && await atWork.CountAsync(settings.MaxConcurrentRuns, stopping.Token) < settings.MaxConcurrentRuns)
        {
            if (engine.Runs.TryGet(next) is { } run)
            {
                await StartAsync(run);
            }

            lock (gate)
            {
                waiting.Remove(next);
            }
        }
    }

    private string? Next()
    {
        lock (gate)
        {
            return waiting.First?.Value;
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
            // It was cancelled in line since, or the answer to an earlier try was lost: either way it is in line no more.
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
