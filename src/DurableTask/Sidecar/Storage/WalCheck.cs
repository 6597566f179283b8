using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Whether a hub's write-ahead file still holds all that was committed to it. SQLite takes the first frame that does not have its checksum for the end of the file, which is right after a
/// power loss, and would let a flipped byte take back everything behind it without a word.</summary>
/// <remarks>What a killed process leaves beside it, the index in the "-shm" file, says how many frames there were (formats: sqlite.org/walformat.html). After a restart of the machine it says
/// nothing, since nobody flushes it.</remarks>
internal static class WalCheck
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const int IndexHeaderBytes = 48;
    private const int IndexVersion = 3007000;

    /// <exception cref="TaskHubException">Something that was committed is gone.</exception>
    public static void Ensure(string hubPath)
    {
        string log = hubPath + "-wal";
        if (File.Exists(hubPath) && new FileInfo(hubPath).Length == 0 && File.Exists(log) && new FileInfo(log).Length > 0)
        {
            throw Lost(hubPath, "it is empty, although there is a write-ahead file beside it");
        }

        if (CommittedFrames(hubPath + "-shm") is not { } index)
        {
            return;
        }

        int frames = File.Exists(log) ? WholeFrames(log, index) : 0;
        if (frames < index.Frames && (File.Exists(log) || index.Frames > index.InPlace))
        {
            throw Lost(hubPath, $"its write-ahead file has {frames} of {index.Frames} pages that were committed to it");
        }
    }

    private static TaskHubException Lost(string hubPath, string how) => new(
        $"The task hub '{hubPath}' is damaged: {how}. Restore it from a backup. To go on without what was lost, remove '{hubPath}-shm' and, where the hub itself is empty, the hub's files.");

    private static Index? CommittedFrames(string path)
    {
        // Written before the machine started last: it may be older than the log.
        if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) < DateTime.UtcNow.AddMilliseconds(-Environment.TickCount64))
        {
            return null;
        }

        byte[] bytes = new byte[IndexHeaderBytes * 2 + sizeof(uint)];
        using (FileStream file = Open(path))
        {
            if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                return null;
            }
        }

        ReadOnlySpan<byte> header = bytes.AsSpan(0, IndexHeaderBytes);
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
        (uint First, uint Second) sum = Sum(header[..40], (0, 0), bigEndian: !BitConverter.IsLittleEndian);
        bool isWhole = header.SequenceEqual(bytes.AsSpan(IndexHeaderBytes, IndexHeaderBytes)) && words[0] == IndexVersion && sum == (words[10], words[11]);
        return isWhole && words[4] > 0 ? new Index((int)words[4], (int)words[24], header[32..40].ToArray()) : null;
    }

    private static int WholeFrames(string path, Index index)
    {
        using FileStream file = Open(path);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return 0;
        }

        bool bigEndian = (header[3] & 1) != 0;
        (uint First, uint Second) sum = Sum(header[..24], (0, 0), bigEndian);
        if (sum != SumIn(header[24..]))
        {
            return 0;
        }

        if (!header[16..24].SequenceEqual(index.Salt))
        {
            // A whole header of another log: the index is of an earlier one, as where a folder was put together from copies, and says nothing of this.
            return index.Frames;
        }

        byte[] frame = new byte[FrameHeaderBytes + BinaryPrimitives.ReadInt32BigEndian(header[8..])];
        for (int frames = 0; frames < index.Frames; frames++)
        {
            if (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) < frame.Length)
            {
                return frames;
            }

            sum = Sum(frame.AsSpan(FrameHeaderBytes), Sum(frame.AsSpan(0, 8), sum, bigEndian), bigEndian);
            if (!frame.AsSpan(8, 8).SequenceEqual(index.Salt) || sum != SumIn(frame.AsSpan(16)))
            {
                return frames;
            }
        }

        return index.Frames;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static (uint First, uint Second) SumIn(ReadOnlySpan<byte> bytes) => (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));

    private static (uint First, uint Second) Sum(ReadOnlySpan<byte> bytes, (uint First, uint Second) sum, bool bigEndian)
    {
        for (int place = 0; place < bytes.Length; place += 8)
        {
            sum.First += Word(bytes[place..], bigEndian) + sum.Second;
            sum.Second += Word(bytes[(place + 4)..], bigEndian) + sum.First;
        }

        return sum;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, bool bigEndian) => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <param name="Frames">How many were committed.</param>
    /// <param name="InPlace">How many of them have been copied into the hub's own file.</param>
    /// <param name="Salt">Marks the log that is meant.</param>
    private sealed record Index(int Frames, int InPlace, byte[] Salt);
}
