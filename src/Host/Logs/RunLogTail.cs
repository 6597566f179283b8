using System.Runtime.InteropServices;
using System.Text;

namespace Tapir.Host.Logs;

/// <summary>Reads a run's log bit by bit: first what is kept of it, then what is appended, also when a full file was put aside meanwhile. For one reader.</summary>
internal sealed class RunLogTail(RunLogFile file) : IDisposable
{
    // A line begins with its time, so that no two files begin alike.
    private const int HeadLength = 64;

    private readonly List<byte> rest = [];
    private FileStream? stream;
    private byte[] head = [];
    private bool hasBegun;

    /// <summary>The lines since it was last asked, the oldest first.</summary>
    public IReadOnlyList<RunLogLine> ReadNew()
    {
        List<RunLogLine> lines = [];
        if (!hasBegun)
        {
            hasBegun = true;
            stream = TryOpen();
            lines.AddRange(file.ReadBefore());
            if (IsReplaced())
            {
                // Put aside in this very moment: it is all in what was just read.
                Let();
            }
        }

        Drain(lines);
        if (IsReplaced())
        {
            // Once more: what was appended between the look and the file's being put aside.
            Drain(lines);
            Let();
            Drain(lines);
        }

        return lines;
    }

    public void Dispose() => stream?.Dispose();

    private void Drain(List<RunLogLine> lines)
    {
        stream ??= TryOpen();
        if (stream is null)
        {
            return;
        }

        byte[] buffer = new byte[1 << 16];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            rest.AddRange(buffer.AsSpan(0, read));
        }

        int end = rest.LastIndexOf((byte)'\n') + 1;
        if (end > 0)
        {
            string text = Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(rest)[..end]);
            rest.RemoveRange(0, end);
            lines.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(RunLogFile.Parse).OfType<RunLogLine>());
        }
    }

    private bool IsReplaced()
    {
        if (stream is null)
        {
            return false;
        }

        if (head.Length < HeadLength)
        {
            head = HeadOf(stream);
        }

        using FileStream? present = TryOpen();
        return present is not null && head.Length == HeadLength && HeadOf(present) is { Length: HeadLength } other && !other.AsSpan().SequenceEqual(head);
    }

    private void Let()
    {
        stream?.Dispose();
        stream = null;
        head = [];
        rest.Clear();
    }

    private FileStream? TryOpen()
    {
        try
        {
            return new FileStream(file.Present, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static byte[] HeadOf(FileStream stream)
    {
        byte[] bytes = new byte[HeadLength];
        return RandomAccess.Read(stream.SafeFileHandle, bytes, fileOffset: 0) == HeadLength ? bytes : [];
    }
}
