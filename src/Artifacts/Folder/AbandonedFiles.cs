namespace Tapir.Artifacts;

/// <summary>Removes files whose writers died. One that is still being written is locked, and stays.</summary>
internal static class AbandonedFiles
{
    /// <summary>Between the creation of a file and its lock, and between its last byte and its rename, there is a moment; no sweep beside other writers touches files so young.</summary>
    public static readonly TimeSpan Youth = TimeSpan.FromMinutes(1);

    /// <param name="pattern">Their names, with <c>*</c>.</param>
    /// <param name="youngest">Those that were written to since, UTC, stay.</param>
    public static void Sweep(string folder, string pattern, DateTime youngest)
    {
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles(pattern))
        {
            if (file.LastWriteTimeUtc < youngest)
            {
                RemoveUnlessInUse(file);
            }
        }
    }

    private static void RemoveUnlessInUse(FileInfo file)
    {
        try
        {
            using (new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            file.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use by a living writer, or the folder is read-only: a leftover only costs room, and the next start tries again.
        }
    }
}
