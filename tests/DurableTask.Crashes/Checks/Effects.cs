namespace Tapir.DurableTask.Crashes.Tests.Checks;

/// <summary>What activities did to the world: a file for each step of each instance, a byte longer each time. It outlives every process.</summary>
internal sealed class Effects(string folder)
{
    public string Folder => folder;

    /// <summary>Does it once more.</summary>
    public void Note(string instance, string step)
    {
        using FileStream file = new(PathOf(instance, step), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.WriteByte((byte)'.');
    }

    /// <summary>How often it was done.</summary>
    public long Count(string instance, string step) => new FileInfo(PathOf(instance, step)) is { Exists: true } file ? file.Length : 0;

    private string PathOf(string instance, string step) => Path.Combine(folder, $"{instance}~{step}");
}
