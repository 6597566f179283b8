using Tapir.Datasets.Rows;

namespace Tapir.Datasets.Import;

/// <summary>Opening a dataset file, and what its first bytes tell.</summary>
internal static class DatasetFile
{
    private const int HeadBytes = 8192;

    /// <exception cref="DatasetException">It is missing, a folder, or cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new DatasetException($"{path} is a folder; name a file of instructions in it.");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException($"{path} does not exist; name a file of instructions.", missing);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path} cannot be opened: {refused.Message}", refused);
        }
    }

    /// <summary>How the file's rows are told apart; the stream then stands at its first byte of text.</summary>
    /// <exception cref="DatasetException">It is empty or binary.</exception>
    public static async Task<IRowSplitter> SplitterForAsync(Stream stream, string path, int maximumRowBytes, CancellationToken cancellation)
    {
        byte[] head = new byte[HeadBytes];
        int length = await stream.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        (int start, bool isArray) = Examine(head.AsSpan(0, length), path);
        stream.Position = start;
        return isArray ? new ArraySplitter(maximumRowBytes) : new LineSplitter(maximumRowBytes);
    }

    private static (int Start, bool IsArray) Examine(ReadOnlySpan<byte> head, string path)
    {
        if (head.IsEmpty)
        {
            throw new DatasetException($"{path} is empty; give it at least one instruction with its answer.");
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new DatasetException($"{path} is UTF-16 text; save it as UTF-8.");
        }

        if (IsBinary(head))
        {
            throw new DatasetException($"{path} is a binary file; instructions are read from JSON text, unpacked.");
        }

        int start = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        int first = head[start..].IndexOfAnyExcept(" \t\r\n"u8);
        return (start, first >= 0 && head[start + first] == '[');
    }

    // A zero byte, or more control characters than stray ones in a damaged row.
    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        int controls = 0;
        foreach (byte unit in head)
        {
            if (unit == 0)
            {
                return true;
            }

            controls += unit < ' ' && unit is not ((byte)'\t' or (byte)'\n' or (byte)'\r') ? 1 : 0;
        }

        return controls * 50 > head.Length;
    }
}
