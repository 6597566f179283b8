using System.Text;
using System.Text.Json;
using Tapir.Host.State;

namespace Tapir.Host.Logs;

/// <summary>A run's log: <c>log.jsonl</c> in its folder and, once that is full, the one before it, so that it never takes more than twice its size.</summary>
/// <remarks>Whole lines are appended, by however many processes. It is for looking, not for going on: it is not flushed to the disk, and a power cut may cost its last lines.</remarks>
internal sealed class RunLogFile(string folder, long fullAt = RunLogFile.FullAt)
{
    public const long FullAt = 1 << 20;

    private static readonly JsonSerializerOptions OneLine = new(StateJson.Options) { WriteIndented = false };

    /// <summary>Where lines are appended.</summary>
    public string Present => Path.Combine(folder, "log.jsonl");

    private string Before => Path.Combine(folder, "log.1.jsonl");

    /// <summary>Appends lines; passes over a run whose folder is not there.</summary>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public async Task AppendAsync(IEnumerable<RunLogLine> lines)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        // The runtime appends at the end as it found it, so two at once would write over each other.
        using (await FileGate.EnterAsync(Path.Combine(folder, "log.lock"), CancellationToken.None).ConfigureAwait(false))
        {
            if (new FileInfo(Present) is { Exists: true } file && file.Length >= fullAt)
            {
                File.Move(Present, Before, overwrite: true);
            }

            byte[] text = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => JsonSerializer.Serialize(line, OneLine) + "\n")));
            using FileStream stream = new(Present, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            bool isTorn = EndsWithinLine(stream);
            stream.Seek(0, SeekOrigin.End);
            stream.Write(isTorn ? [(byte)'\n', .. text] : text);
        }
    }

    /// <summary>All lines that are kept, the oldest first.</summary>
    public IReadOnlyList<RunLogLine> Read() => [.. LinesOf(Before).Concat(LinesOf(Present)).Select(Parse).OfType<RunLogLine>()];

    /// <summary>The lines of the file before the present one.</summary>
    public IReadOnlyList<RunLogLine> ReadBefore() => [.. LinesOf(Before).Select(Parse).OfType<RunLogLine>()];

    /// <returns>Null for what is no whole line.</returns>
    public static RunLogLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunLogLine>(line, OneLine);
        }
        catch (JsonException)
        {
            // The last line of a process that was killed while it wrote.
            return null;
        }
    }

    // A process was killed while it wrote: a line break of its own keeps the half line from swallowing the next.
    private static bool EndsWithinLine(FileStream stream)
    {
        if (stream.Length == 0)
        {
            return false;
        }

        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() != (byte)'\n';
    }

    private static string[] LinesOf(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(stream, Encoding.UTF8);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
