namespace Tapir.DurableTask.Client;

/// <summary>A client that was registered, made when it is first asked for.</summary>
internal sealed class RegisteredClient(string name, Func<DurableTaskClient> make) : IAsyncDisposable
{
    private readonly Lazy<DurableTaskClient> client = new(make);

    public string Name { get; } = name;

    public DurableTaskClient Client => client.Value;

    public ValueTask DisposeAsync() => client.IsValueCreated ? client.Value.DisposeAsync() : ValueTask.CompletedTask;
}
