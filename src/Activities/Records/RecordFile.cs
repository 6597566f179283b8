using System.Text;
using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Functions;

namespace Tapir.Activities.Records;

/// <summary>A file of what people said: JSON lines, only ever added to. Several processes may add to it at a time.</summary>
/// <typeparam name="T">One line.</typeparam>
/// <param name="path">It need not exist yet; its folder does.</param>
public sealed class RecordFile<T>(string path)
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Adds a line. It is on the disk when the task completes.</summary>
    /// <exception cref="IOException">It cannot be written, or another process keeps it for too long.</exception>
    public Task AppendAsync(T record, CancellationToken cancellation) => AppendUnlessAsync(_ => false, record, cancellation);

    /// <summary>Adds a line, unless there is an equal one: for one who cannot know whether he has added it before he was killed. It is on the disk when the task
    /// completes.</summary>
    /// <inheritdoc cref="AppendAsync"/>
    public Task AppendOnceAsync(T record, CancellationToken cancellation) =>
        AppendUnlessAsync(lines => lines.Contains(record), record, cancellation);

    /// <summary>Adds a line, unless the lines that are there make it needless; nobody adds another between the look and the addition. It is on the disk when the
    /// task completes.</summary>
    /// <inheritdoc cref="AppendAsync"/>
    /// <param name="isNeedless">Told the lines in the order in which they were added.</param>
    public async Task AppendUnlessAsync(Func<IReadOnlyList<T>, bool> isNeedless, T record, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(isNeedless);
        await using (FileStream file = await OpenAsync(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, cancellation))
        {
            if (!isNeedless(await ReadAsync(file, cancellation)))
            {
                Write(record, file);
            }

            // Also what is there already: who wrote it may have been killed before it was on the disk.
            file.Flush(flushToDisk: true);
        }

        FolderFlush.ToDisk(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Instants.Reach("record.after-write");
    }

    /// <summary>All lines, in the order in which they were added; none where there is no file. A line that a crash tore is passed over.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        await using FileStream file = await OpenAsync(FileMode.Open, FileAccess.Read, FileShare.ReadWrite, cancellation);
        return await ReadAsync(file, cancellation);
    }

    private static async Task<List<T>> ReadAsync(FileStream file, CancellationToken cancellation)
    {
        List<T> records = [];
        using StreamReader reader = new(file, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (Read(line) is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    private static T? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, FunctionJson.Options);
        }
        catch (JsonException)
        {
            // Torn: whoever said it was never told that it was taken down.
            return default;
        }
    }

    private static int LastByteOf(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte();
    }

    private static void Write(T record, FileStream file)
    {
        string line = JsonSerializer.Serialize(record, FunctionJson.Options) + "\n";
        // What a crash tore ends where the file does: a line of its own keeps it from swallowing the next.
        bool isTorn = file.Length > 0 && LastByteOf(file) != (byte)'\n';
        file.Seek(0, SeekOrigin.End);
        Instants.Reach("record.before-write");
        file.Write(Encoding.UTF8.GetBytes(isTorn ? $"\n{line}" : line));
    }

    // Another process may be adding its line.
    private Task<FileStream> OpenAsync(FileMode mode, FileAccess access, FileShare share, CancellationToken cancellation) =>
        ContendedFile.OpenAsync(path, mode, access, share, Patience, cancellation);
}
