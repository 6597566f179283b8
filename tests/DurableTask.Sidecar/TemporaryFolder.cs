namespace Tapir.DurableTask.Sidecar.Tests;

internal sealed class TemporaryFolder : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub").FullName;

    public string Hub => Path.Combine(folder, "hub.db");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
