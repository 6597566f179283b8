using Microsoft.Extensions.Hosting;

namespace Tapir.Host.Serving;

/// <summary>The web server ends when the program says, in its own order, and not by a signal of its own.</summary>
internal sealed class ServerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
