namespace Tapir.DurableTask.Sidecar.Tests.Damage;

/// <summary>The files of a hub in which instances of many kinds wait, as they lie there after its end or after a kill.</summary>
internal sealed class Specimen : IAsyncDisposable
{
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    private readonly TemporaryFolder folder = new();

    private Specimen()
    {
    }

    public string Hub => folder.Hub;

    /// <summary>The files with something in them, by what is added to the hub's path.</summary>
    public IReadOnlyList<string> Files => [.. Parts.Where(part => File.Exists(Hub + part) && new FileInfo(Hub + part).Length > 0)];

    /// <param name="killed">Whether the hub was killed, so that what was written last lies in its write-ahead file.</param>
    public static async Task<Specimen> MakeAsync(bool killed)
    {
        Specimen specimen = new();
        await using RunningSidecar sidecar = await RunningSidecar.StartAsync();
        string padding = new('x', 3000);
        await using (ScriptedWorker worker = await sidecar.WorkerAsync(Filters.OnlyTurns("Work")))
        {
            for (int number = 0; number < 24; number++)
            {
                await sidecar.StartAsync($"{number}", input: $"\"{padding}\"");
                await worker.CompleteAsync(await worker.TurnAsync(), (number % 6) switch
                {
                    0 => [Actions.Call(0, "One", $"[\"{padding}\"]"), Actions.Call(1, "Two")],
                    1 => [Actions.Timer(0, DateTimeOffset.UtcNow.AddHours(1))],
                    2 => [Actions.Child(0, $"child-{number}", "Child", "2")],
                    3 => [Actions.Complete(0, $"\"{padding}\"")],
                    4 => [Actions.Fail(0, "bad luck")],
                    _ => [],
                });
            }
        }

        for (int number = 5; number < 24; number += 6)
        {
            await sidecar.RaiseAsync($"{number}", "news", $"\"{padding}\"");
        }

        if (!killed)
        {
            await sidecar.RestartAsync();
        }

        string[] copied = killed ? Parts : [""];
        foreach (string part in copied)
        {
            File.Copy(sidecar.Options.HubPath + part, specimen.Hub + part);
        }

        if (!killed)
        {
            // Closed once more, everything lies in the one file.
            using TaskHub hub = specimen.Open();
        }

        return specimen;
    }

    public TaskHub Open() => TaskHub.Open(new SidecarOptions { HubPath = Hub }, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, TimeProvider.System);

    /// <summary>A copy that may be damaged.</summary>
    public Specimen Copy()
    {
        Specimen copy = new();
        foreach (string part in Files)
        {
            File.Copy(Hub + part, copy.Hub + part);
        }

        return copy;
    }

    /// <summary>Flips one bit.</summary>
    public void Flip(string part, long place, int bit)
    {
        using FileStream file = new(Hub + part, FileMode.Open);
        file.Position = place;
        int value = file.ReadByte();
        file.Position = place;
        file.WriteByte((byte)(value ^ (1 << bit)));
    }

    public void Cut(string part, long length)
    {
        using FileStream file = new(Hub + part, FileMode.Open);
        file.SetLength(length);
    }

    public ValueTask DisposeAsync() => folder.DisposeAsync();
}
