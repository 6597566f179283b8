using Microsoft.Extensions.DependencyInjection;

namespace Tapir.DurableTask.Client;

/// <summary>Puts a client together.</summary>
public interface IDurableTaskClientBuilder
{
    /// <value>The client's name; empty for the default one.</value>
    string Name { get; }

    IServiceCollection Services { get; }

    /// <value>The client class to make; set by <c>UseGrpc</c>.</value>
    Type? BuildTarget { get; set; }

    /// <exception cref="InvalidOperationException">No transport was chosen.</exception>
    DurableTaskClient Build(IServiceProvider serviceProvider);
}
