namespace Tapir.DurableTask.Client;

/// <summary>Finds registered clients by name.</summary>
public interface IDurableTaskClientProvider
{
    /// <param name="name">The client's name; null for the default one.</param>
    /// <exception cref="ArgumentOutOfRangeException">No client of that name is registered.</exception>
    DurableTaskClient GetClient(string? name = null);
}
