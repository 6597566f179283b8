using System.Globalization;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Keeps a second sidecar off the same hub. The lock is the operating system's, so it goes with the process however that dies.</summary>
internal sealed class HubLock : IDisposable
{
    private readonly FileStream stream;

    private HubLock(FileStream stream) => this.stream = stream;

    /// <exception cref="TaskHubException">Another process holds the hub.</exception>
    public static HubLock Take(string hubPath)
    {
        string ownerPath = hubPath + ".owner";
        FileStream stream;
        try
        {
            stream = new FileStream(hubPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(hubPath + ".lock"))
        {
            string owner = File.Exists(ownerPath) ? $" (process {File.ReadAllText(ownerPath).Trim()})" : string.Empty;
            throw new TaskHubException($"The task hub '{hubPath}' is in use by another process{owner}. Stop that process, or use another state folder.", error);
        }

        File.WriteAllText(ownerPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new HubLock(stream);
    }

    public void Dispose() => stream.Dispose();
}
