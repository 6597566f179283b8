namespace Tapir.Functions;

/// <summary>Who holds claims, as other processes of this machine see it: a file that it keeps locked, which the operating system lets go of however the process dies.</summary>
internal sealed class ClaimHolder(string index) : IDisposable
{
    private const string Ending = ".lock";

    private readonly string folder = Path.Combine(Path.GetDirectoryName(index)!, ".claims");
    private string? name;
    private FileStream? hold;

    /// <summary>Makes the file where this is the first claim.</summary>
    /// <returns>The holder's name.</returns>
    public string Take()
    {
        while (name is null)
        {
            Directory.CreateDirectory(folder);
            RemoveDead();
            string mine = Guid.NewGuid().ToString("n");
            try
            {
                hold = new FileStream(PathOf(mine), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
                // One that looks for the dead may have come between creating and locking it.
                name = File.Exists(PathOf(mine)) ? mine : null;
            }
            catch (IOException) when (!File.Exists(PathOf(mine)))
            {
                // The same, a moment later.
            }
        }

        return name;
    }

    /// <summary>Whether that is this holder's name.</summary>
    public bool Is(string holder) => holder == name;

    /// <summary>Whether another holder is still there.</summary>
    public bool Lives(string holder)
    {
        try
        {
            using (new FileStream(PathOf(holder), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose))
            {
                return false;
            }
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    public void Dispose() => hold?.Dispose();

    private void RemoveDead()
    {
        foreach (string file in Directory.EnumerateFiles(folder, $"*{Ending}"))
        {
            _ = Lives(Path.GetFileNameWithoutExtension(file));
        }
    }

    private string PathOf(string holder) => Path.Combine(folder, holder + Ending);
}
