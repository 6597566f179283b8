using System.Security.Cryptography;
using System.Text.Json;
using Tapir.Activities.Scratch;
using Tapir.Artifacts;
using Tapir.Datasets;
using Tapir.Datasets.Import;

namespace Tapir.Activities.Scheduling.Watching;

/// <summary>Reads the new files of a place: what they hold now, and the seed that they make together. Memory holds a row at a time, the disk a copy of one file.</summary>
internal sealed class SetReader(IArtifactStore artifacts, ScratchFolders scratch)
{
    private const int BlockBytes = 1 << 16;

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>Digest of what the files hold now.</summary>
    /// <exception cref="PlaceException">The place cannot be read.</exception>
    public static async Task<string> DigestAsync(IWatchedPlace place, IReadOnlyList<DataFile> files, CancellationToken cancellation)
    {
        List<string> texts = [];
        foreach (DataFile file in files)
        {
            texts.Add(file.Name);
            texts.Add(await DigestAsync(place, file, cancellation));
        }

        return WatchDigest.Of(texts);
    }

    /// <param name="files">In the order that their rows are to have.</param>
    /// <exception cref="PlaceException">The place cannot be read.</exception>
    /// <exception cref="ArtifactStoreException">What was read cannot be stored.</exception>
    public async Task<SetReading> ReadAsync(IWatchedPlace place, IReadOnlyList<DataFile> files, KnownFiles known, CancellationToken cancellation)
    {
        using ScratchFolder folder = scratch.Create();
        string copy = Path.Combine(folder.Path, "file");
        return files.Count == 1
            ? await ReadOneAsync(place, files[0], copy, known, cancellation)
            : await ReadSeveralAsync(place, files, copy, known, cancellation);
    }

    private async Task<SetReading> ReadOneAsync(IWatchedPlace place, DataFile file, string copy, KnownFiles known, CancellationToken cancellation)
    {
        FileReading reading = await CheckAsync(place, file, copy, known.HasContent, cancellation);
        return new SetReading([reading], reading is FileReading.Usable ? await artifacts.PutFileAsync(copy, cancellation) : null);
    }

    private async Task<SetReading> ReadSeveralAsync(IWatchedPlace place, IReadOnlyList<DataFile> files, string copy, KnownFiles known, CancellationToken cancellation)
    {
        List<FileReading> readings = [];
        HashSet<string> inSet = [];
        ArtifactRef content = await artifacts.PutAsync(
            async (target, token) =>
            {
                foreach (DataFile file in files)
                {
                    FileReading reading = await CheckAsync(place, file, copy, digest => known.HasContent(digest) || inSet.Contains(digest), token);
                    readings.Add(reading);
                    if (reading is FileReading.Usable)
                    {
                        inSet.Add(reading.Digest);
                        await WriteRowsAsync(file, copy, target, token);
                    }
                }
            },
            cancellation);
        return new SetReading(readings, content);
    }

    private static async Task<FileReading> CheckAsync(IWatchedPlace place, DataFile file, string copy, Func<string, bool> isKnown, CancellationToken cancellation)
    {
        string name = place.NameOf(file);
        if (file.IsLink)
        {
            return new FileReading.Faulty(file, "", $"'{name}' is a symbolic link, which is not followed; put the file itself there.");
        }

        string digest;
        try
        {
            await using FileStream target = new(copy, FileMode.Create);
            digest = await CopyAsync(place, file, target, cancellation);
        }
        catch (UnreadableFileException refused)
        {
            return new FileReading.Unreadable(file, refused.Message);
        }

        if (isKnown(digest))
        {
            return new FileReading.Known(file, digest);
        }

        if (FileEnd.IsTorn(copy))
        {
            return new FileReading.Faulty(file, digest, $"'{name}' ends in the middle of a row; it is taken when the row is whole.");
        }

        DatasetImport import = DatasetImporter.Open(copy, new ImportOptions { Name = name });
        try
        {
            await foreach (ImportedRow _ in import.ReadAsync(cancellation))
            {
                // Counted by the import.
            }
        }
        catch (DatasetException unusable)
        {
            return new FileReading.Faulty(file, digest, unusable.Message);
        }

        return new FileReading.Usable(file, digest, import.AcceptedCount, import.RejectedCount);
    }

    private static async Task WriteRowsAsync(DataFile file, string copy, Stream target, CancellationToken cancellation)
    {
        await foreach (ImportedRow row in DatasetImporter.ReadAsync(copy, cancellation: cancellation))
        {
            SeedRow seed = new($"{file.Name}#{row.Id}", row.Instruction, row.Response, row.Task?.Name, row.Family, row.Level);
            await target.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(seed, ArtifactJson.Options), cancellation);
            await target.WriteAsync(NewLine, cancellation);
        }
    }

    private static async Task<string> DigestAsync(IWatchedPlace place, DataFile file, CancellationToken cancellation)
    {
        try
        {
            return file.IsLink ? "" : await CopyAsync(place, file, Stream.Null, cancellation);
        }
        catch (UnreadableFileException)
        {
            // Told when the others have settled.
            return "";
        }
    }

    private static async Task<string> CopyAsync(IWatchedPlace place, DataFile file, Stream target, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[BlockBytes];
        await using Stream source = await FromPlaceAsync(place, file, () => place.OpenAsync(file, cancellation), cancellation);
        while (await FromPlaceAsync(place, file, () => source.ReadAsync(block, cancellation).AsTask(), cancellation) is > 0 and int length)
        {
            hash.AppendData(block, 0, length);
            await target.WriteAsync(block.AsMemory(0, length), cancellation);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Faults of the source alone: one of this machine's disk is no fault of the file.
    private static async Task<T> FromPlaceAsync<T>(IWatchedPlace place, DataFile file, Func<Task<T>> request, CancellationToken cancellation)
    {
        try
        {
            return await request();
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            throw place.Explain(file, fault);
        }
    }
}
