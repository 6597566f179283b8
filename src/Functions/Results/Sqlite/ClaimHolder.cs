namespace Tapir.Functions;

/// <summary>Who holds claims, as other processes of this machine see it: a file that it keeps locked, which the operating system lets go of however the process dies.</summary>
internal sealed class ClaimHolder(string index) : IDisposable
{
    private const string Ending = ".lock";
    private const int MostAttempts = 8;

    private static readonly byte[] Sign = [0];

    private string? name;
    private volatile FileStream? hold;

    /// <value>Where the files of all holders are.</value>
    public string Folder { get; } = Path.Combine(Path.GetDirectoryName(index)!, ".claims");

    /// <summary>Makes the file where this is the first claim.</summary>
    /// <returns>The holder's name.</returns>
    /// <exception cref="ResultIndexException">The file cannot be made, as on a full disk.</exception>
    public string Take()
    {
        for (int attempt = 1; name is null; attempt++)
        {
            try
            {
                TryTake();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // One that looks for the dead may have had the file for a moment; then another name does.
                if (attempt == MostAttempts)
                {
                    throw new ResultIndexException($"No claim can be made in '{Folder}': {problem.Message}", problem);
                }
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

    /// <summary>Touches the file, so that others who watch the folder look again whether a claim stands.</summary>
    public void Tell()
    {
        try
        {
            if (hold is { } file)
            {
                RandomAccess.Write(file.SafeFileHandle, Sign, fileOffset: 0);
            }
        }
        catch (Exception untold) when (untold is IOException or ObjectDisposedException)
        {
            // The disk is full, or the process ends: they look again all the same, a little later.
        }
    }

    public void Dispose() => hold?.Dispose();

    private void TryTake()
    {
        Directory.CreateDirectory(Folder);
        RemoveDead();
        string mine = Guid.NewGuid().ToString("n");
        FileStream made = new(PathOf(mine), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        if (!File.Exists(PathOf(mine)))
        {
            // One that looks for the dead came between creating and locking it.
            made.Dispose();
            return;
        }

        hold = made;
        name = mine;
    }

    private void RemoveDead()
    {
        foreach (string file in Directory.EnumerateFiles(Folder, $"*{Ending}"))
        {
            _ = Lives(Path.GetFileNameWithoutExtension(file));
        }
    }

    private string PathOf(string holder) => Path.Combine(Folder, holder + Ending);
}
