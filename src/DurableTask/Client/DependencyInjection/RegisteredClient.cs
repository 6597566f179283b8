namespace Tapir.DurableTask.Client;

/// <summary>A client that was registered, made when it is first asked for.</summary>
internal sealed class RegisteredClient(string name, Func<DurableTaskClient> make) : IAsyncDisposable
{
    private readonly Lazy<DurableTaskClient> _client = new(make);

    public string Name { get; } = name;

    public DurableTaskClient Client => _client.Value;

    public ValueTask DisposeAsync() => _client.IsValueCreated ? _client.Value.DisposeAsync() : ValueTask.CompletedTask;
}
