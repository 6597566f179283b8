using Microsoft.Extensions.Hosting;

namespace Tapir.DurableTask.Sidecar;

/// <summary>The sidecar lives as long as its owner says. Without this the server would take the process's signals for itself and close the
/// hub under a program that wants to end in its own order.</summary>
internal sealed class OwnerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
