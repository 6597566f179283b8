using System.Net.Sockets;
using System.Text;

namespace Tapir.DurableTask.Sidecar;

/// <summary>Checks a Unix socket's path, and clears away the file that a killed process left there.</summary>
internal static class UnixSocketPath
{
    /// <summary>Longest path in bytes, without the closing zero, that every platform allows (sun_path: 108 on Linux, 104 on macOS).</summary>
    public static int Longest => OperatingSystem.IsMacOS() ? 103 : 107;

    /// <returns>The absolute path.</returns>
    /// <exception cref="TaskHubException">The path is too long, or a process listens there.</exception>
    public static string Prepare(string path)
    {
        string full = Path.GetFullPath(path);
        int length = Encoding.UTF8.GetByteCount(full);
        if (length > Longest)
        {
            throw new TaskHubException($"The Unix socket path '{full}' has {length} bytes; the operating system allows {Longest}. Choose a shorter folder, for example one below '{Path.GetTempPath()}'.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (File.Exists(full))
        {
            if (SomebodyListens(full))
            {
                throw new TaskHubException($"Another process listens on the Unix socket '{full}'. Stop it, or choose another path.");
            }

            File.Delete(full);
        }

        return full;
    }

    private static bool SomebodyListens(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
