namespace Tapir.Activities.Scratch;

/// <summary>Folders for what a function needs as files while it works, all within one, so that those of killed processes are found and removed.</summary>
/// <param name="root">Made where it is missing.</param>
public sealed class ScratchFolders(string root)
{
    /// <exception cref="IOException">The disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    internal ScratchFolder Create()
    {
        Directory.CreateDirectory(root);
        return new ScratchFolder(Path.Combine(root, Guid.NewGuid().ToString("n")));
    }

    /// <summary>Removes the folders of processes that were killed. Those of living ones stay.</summary>
    public void SweepAbandoned()
    {
        foreach (string folder in Directory.Exists(root) ? Directory.GetDirectories(root) : [])
        {
            ScratchFolder.RemoveUnlessInUse(folder);
        }
    }
}
