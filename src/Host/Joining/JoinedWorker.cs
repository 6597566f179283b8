using System.Security.Authentication;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Tapir.Activities;
using Tapir.Activities.Scratch;
using Tapir.Activities.Training;
using Tapir.Artifacts;
using Tapir.DurableTask.Client.Grpc;
using Tapir.Functions;
using Tapir.Host.Engine;
using Tapir.Host.Settings;
using Tapir.Host.Sharing;
using Tapir.Host.Sharing.Wire;
using Tapir.Host.State;
using Tapir.Host.Telemetry;
using Tapir.Models;

namespace Tapir.Host.Joining;

/// <summary>A worker that shares nothing with the state folder's machine but an address and a token. What it keeps in its own folder may be removed whenever it does not run.</summary>
internal sealed class JoinedWorker : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Stack<IAsyncDisposable> owned = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly ILoggerFactory loggers = EngineLogging.Create();

    private JoinedWorker()
    {
    }

    /// <summary>Joins, waiting for the server where it is not there yet, and begins to work.</summary>
    /// <param name="functions">Which functions it offers, as a glob; null for runs with all that they call and that need no state folder.</param>
    /// <param name="cache">The folder for its copies of artifacts and what it needs as files while it works.</param>
    /// <param name="notices">Told when it waits.</param>
    /// <exception cref="StateException">The server refuses the token, has a certificate that is not trusted, or is of another version; or the folder cannot be written.</exception>
    public static async Task<JoinedWorker> StartAsync(
        JoinTarget target, string? functions, string cache, HostSettings settings, TextWriter notices, CancellationToken cancellation)
    {
        JoinedWorker worker = new();
        try
        {
            await worker.OpenAsync(target, functions, cache, settings, notices, cancellation);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out IAsyncDisposable? part))
        {
            await part.DisposeAsync();
        }

        loggers.Dispose();
        stopping.Dispose();
    }

    private async Task OpenAsync(JoinTarget target, string? functions, string cache, HostSettings settings, TextWriter notices, CancellationToken cancellation)
    {
        string folder = Path.GetFullPath(cache);
        GrpcChannel channel = OpenChannel(target);
        await GreetAsync(new Sharing.Wire.Sharing.SharingClient(channel), target, notices, cancellation);
        if (TelemetryExport.Start(settings, loggers) is { } export)
        {
            owned.Push(export);
        }

        // Transfers have a connection of their own: a large one keeps no answer waiting.
        Sharing.Wire.Sharing.SharingClient home = new(channel), transfers = new(OpenChannel(target));
        HomePatience patience = new(TimeProvider.System, loggers.CreateLogger<HomePatience>());
        string name = Guid.NewGuid().ToString("n");
        HomeNotes notes = Own(new HomeNotes(home, name, TimeProvider.System, loggers.CreateLogger<HomeNotes>()));
        HeldWork held = Own(new HeldWork(home, name, TimeProvider.System, loggers.CreateLogger<HeldWork>()));
        HomeRuns runs = new(home, patience, TimeProvider.System, stopping.Token);
        RemoteArtifactStore artifacts = new(
            new HomeArtifacts(transfers, patience), Path.Combine(folder, "copies"), (long)settings.Tapir.Artifacts.CopiesMebibytes << 20, TimeProvider.System);
        WorkRooms rooms = new(artifacts, new HomeLedger(home, patience, held, notes, runs), run => runs.Of(run).Access(), TimeProvider.System, loggers)
        {
            Scratch = ScratchIn(folder),
            Downloads = Path.Combine(folder, "downloads"),
            SliceProcessOf = run => runs.Of(run).IsolatesSlices ? SliceProcess.OfThisProgram(loggers) : null,
        };
        GrpcDurableTaskClient hub = new(
            "tapir", new GrpcDurableTaskClientOptions { Channel = channel, DataConverter = FunctionJson.Converter }, loggers.CreateLogger("Tapir.Client"));
        FunctionRunner runner = new(TapirFunctions.CreateAnywhere(rooms), new HomeResults(home, patience, held, notes), new StorePresence(artifacts.ClaimAsync), new FunctionRunnerOptions
        {
            NumericEnvironment = NumericEnvironment.Describe,
            DeviceEnvironment = TrainingDevices.Describe,
            Terminated = new TerminationWatch(hub, TimeProvider.System).WaitAsync,
            TimeLimitOf = new FunctionTimeLimits(settings.Tapir.TimeLimits).Of,
            Observers = [notes, held],
            LoggerFactory = loggers,
            Stopping = stopping.Token,
        });
        WorkerOffer offer = functions is null ? WorkerOffer.Runs : WorkerOffer.Functions(functions);
        Own(await EngineWorker.StartAsync(runner, channel, offer, settings.Extensions.DurableTask, stopping, loggers, cancellation));
    }

    private static ScratchFolders ScratchIn(string folder)
    {
        ScratchFolders scratch = new(Path.Combine(folder, ".scratch"));
        scratch.SweepAbandoned();
        return scratch;
    }

    private static async Task GreetAsync(Sharing.Wire.Sharing.SharingClient server, JoinTarget target, TextWriter notices, CancellationToken cancellation)
    {
        for (bool isSaid = false; ; isSaid = true)
        {
            try
            {
                await server.HelloAsync(new HelloRequest(), deadline: DateTime.UtcNow + TimeSpan.FromSeconds(10), cancellationToken: cancellation);
                return;
            }
            catch (RpcException refused) when (CertificateFault(refused) is { } fault)
            {
                throw new StateException(
                    $"The certificate of {target.Address} is not trusted here: {fault.TrimEnd('.')}. Name the PEM file of the authority that it comes from, or its own, with --ca; and join by a name that it has.", refused);
            }
            catch (RpcException refused) when (refused.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied)
            {
                throw new StateException($"{target.Address} refuses this worker: {refused.Status.Detail}", refused);
            }
            catch (RpcException away) when (away.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal && !cancellation.IsCancellationRequested)
            {
                if (!isSaid)
                {
                    await notices.WriteLineAsync($"Waiting for {target.Address}: {away.Status.DebugException?.Message ?? away.Status.Detail}");
                }

                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private static string? CertificateFault(RpcException refused)
    {
        for (Exception? cause = refused.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
            {
                return cause.Message;
            }
        }

        return null;
    }

    private GrpcChannel OpenChannel(JoinTarget target)
    {
        GrpcChannel channel = JoinChannel.Open(target, TapirVersion.Own);
        owned.Push(new OwnedChannel(channel));
        return channel;
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        owned.Push(part);
        return part;
    }
}
