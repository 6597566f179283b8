using System.Text;
using Tapir.Artifacts;

namespace Tapir.Host.State;

/// <summary>Replaces a small file as a whole: whoever reads it sees the old content or the new, also after a crash.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string content)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.UTF8.GetBytes(content));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        FolderFlush.ToDisk(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
