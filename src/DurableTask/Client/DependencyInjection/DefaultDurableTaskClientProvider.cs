namespace Tapir.DurableTask.Client;

internal sealed class DefaultDurableTaskClientProvider(IEnumerable<RegisteredClient> clients) : IDurableTaskClientProvider
{
    private readonly RegisteredClient[] clients = [.. clients];

    public DurableTaskClient GetClient(string? name = null)
    {
        string wanted = name ?? string.Empty;
        return clients.FirstOrDefault(client => client.Name == wanted)?.Client
            ?? throw new ArgumentOutOfRangeException(
                nameof(name), name, $"No durable task client has this name. There are: {string.Join(", ", clients.Select(client => $"'{client.Name}'"))}.");
    }
}
