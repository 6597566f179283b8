using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Sidecar;

namespace Tapir.DurableTask.Benchmarks;

/// <summary>The sidecar in a process of its own: this program again, told a folder. It ends when its standard input does.</summary>
internal sealed class SidecarProcess : IAsyncDisposable
{
    private readonly Process process;

    private SidecarProcess(Process process, string address)
    {
        this.process = process;
        Address = address;
    }

    public string Address { get; }

    /// <summary>Time that its cores have worked for it so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Memory of the process now, in MiB.</summary>
    public double MemoryMebibytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    public static async Task<SidecarProcess> StartAsync(string folder)
    {
        Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["sidecar", folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sidecar did not start.");
        return new SidecarProcess(process, address);
    }

    /// <summary>What the child process does.</summary>
    public static async Task ServeAsync(string folder)
    {
        SidecarOptions options = new() { HubPath = Path.Combine(folder, "hub.db"), UnixSocketPath = Path.Combine(folder, "s") };
        await using SidecarHost sidecar = await SidecarHost.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System, default);
        Console.WriteLine(sidecar.Address);
        await Console.In.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
