using Tapir.DurableTask.Crashes.Tests.Checks;
using Tapir.DurableTask.Crashes.Tests.Processes;

namespace Tapir.DurableTask.Crashes.Tests.Campaigns;

/// <summary>The two processes, over one state folder: started, killed, counted, started again.</summary>
internal sealed class Cast(string state, Effects effects, Random random) : IAsyncDisposable
{
    /// <summary>The exit code of a process that SIGKILL ended.</summary>
    private const int KilledBySignal = 128 + 9;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ChildProcess? sidecar;
    private ChildProcess? worker;

    /// <summary>Processes that were killed, or killed themselves at an instant.</summary>
    public int Deaths { get; private set; }

    public int WorkerDeaths { get; private set; }

    /// <summary>How often the sidecar died at which instant.</summary>
    public SortedDictionary<string, int> At { get; } = [];

    /// <summary>Starts the sidecar and waits until it listens.</summary>
    /// <returns>Where; the same each time.</returns>
    public async Task<string> StartSidecarAsync()
    {
        sidecar?.Dispose();
        sidecar = Programs.Sidecar(state);
        return Programs.AddressIn(await ReadyAsync(sidecar));
    }

    public async Task StartWorkerAsync(string address)
    {
        worker?.Dispose();
        worker = Programs.Worker(address, effects, kept: random.Next(2) == 0 ? 0 : 1000);
        await ReadyAsync(worker);
    }

    /// <summary>One life of the sidecar, from its start to its end.</summary>
    public async Task LiveAsync(string address, Fate fate, CancellationToken cancellation)
    {
        sidecar?.Dispose();
        sidecar = Programs.Sidecar(state, fate.CrashAt);
        if (!fate.InItsStart)
        {
            await ReadyOrCrashedAsync(sidecar, fate);
        }

        if (fate.Worker == WorkerFate.Dies)
        {
            await Task.WhenAny(sidecar.Ended, Task.Delay(random.Next(300), cancellation));
            await KillWorkerAsync(address);
        }

        await Task.WhenAny(sidecar.Ended, Task.Delay(fate.After, cancellation));
        cancellation.ThrowIfCancellationRequested();
        if (fate.Worker == WorkerFate.DiesToo)
        {
            Deaths++;
            await Task.WhenAll(sidecar.KillAsync(), worker!.KillAsync());
            WorkerDeaths++;
            Count("with the worker");
            await StartWorkerAsync(address);
            return;
        }

        bool byTheClock = await sidecar.KillAsync();
        Assert.IsTrue(byTheClock || fate.CrashAt is not null, $"the sidecar ended by itself:\n{sidecar.Printed}");
        Count(fate switch
        {
            { InItsStart: true } => "in its start",
            _ when byTheClock => "at random",
            _ => fate.CrashAt!.Split('/', ':')[1],
        });
    }

    /// <summary>SIGKILL for the sidecar, which must not have ended by itself.</summary>
    public async Task KillSidecarAsync()
    {
        Assert.IsTrue(await sidecar!.KillAsync(), $"the sidecar ended by itself:\n{sidecar.Printed}");
        Count("by hand");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ChildProcess child in new[] { worker, sidecar }.OfType<ChildProcess>())
        {
            await child.KillAsync();
            child.Dispose();
        }

        (worker, sidecar) = (null, null);
    }

    /// <summary>A timer that is due at once, or the worker, may bring it to its instant before it has said that it listens.</summary>
    private static async Task ReadyOrCrashedAsync(ChildProcess sidecar, Fate fate)
    {
        Task first = await Task.WhenAny(sidecar.Ready, sidecar.Ended, Task.Delay(Patience));
        if (first != sidecar.Ended || fate.CrashAt is null || sidecar.ExitCode != KilledBySignal)
        {
            await ReadyAsync(sidecar);
        }
    }

    private static async Task<string> ReadyAsync(ChildProcess child)
    {
        Task first = await Task.WhenAny(child.Ready, child.Ended, Task.Delay(Patience));
        Assert.AreSame(child.Ready, first, $"the process did not begin to work:\n{child.Printed}");
        return await child.Ready;
    }

    private async Task KillWorkerAsync(string address)
    {
        await worker!.KillAsync();
        Deaths++;
        WorkerDeaths++;
        await StartWorkerAsync(address);
    }

    private void Count(string where)
    {
        Deaths++;
        At[where] = At.GetValueOrDefault(where) + 1;
    }
}
