using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tapir.DurableTask.Worker;

/// <summary>Puts a worker together.</summary>
public interface IDurableTaskWorkerBuilder
{
    /// <value>The worker's name; empty for the default one.</value>
    string Name { get; }

    IServiceCollection Services { get; }

    /// <value>The worker class to make; set by <c>UseGrpc</c>.</value>
    Type? BuildTarget { get; set; }

    /// <exception cref="InvalidOperationException">No transport was chosen.</exception>
    IHostedService Build(IServiceProvider serviceProvider);
}
