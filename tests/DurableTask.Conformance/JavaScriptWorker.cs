using System.Diagnostics;

namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>A worker of the official SDK for JavaScript, in a process of its own, with the tasks of a script.</summary>
internal sealed class JavaScriptWorker : IAsyncDisposable
{
    private readonly Process process;

    private JavaScriptWorker(Process process) => this.process = process;

    public static async Task<JavaScriptWorker> StartAsync(string address, string tasks) => new(await NodeEnvironment.ServeAsync(tasks, address));

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
