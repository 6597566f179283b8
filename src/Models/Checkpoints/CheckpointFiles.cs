using System.Security.Cryptography;
using System.Text;

namespace Tapir.Models.Checkpoints;

/// <summary>The bytes that a checkpoint is made of, by file name. The digest is of the very bytes that are read, whatever becomes of the files meanwhile.</summary>
internal sealed class CheckpointFiles(IReadOnlyDictionary<string, FileBytes> files) : IDisposable
{
    private const int HashedAtOnce = 1 << 26;

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. files.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The one file's SHA-256, or that of a list as <c>sha256sum</c> writes it.</summary>
    public string ComputeDigest(CancellationToken cancellation)
    {
        string[] names = [.. files.Keys.Order(StringComparer.Ordinal)], digests = new string[names.Length];
        ParallelOptions options = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, names.Length, options, i => digests[i] = Digest(files[names[i]], cancellation));
        return names.Length == 1 ? digests[0] : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(names.Zip(digests, (name, digest) => $"{digest}  {name}\n")))));
    }

    public void Dispose()
    {
        foreach (FileBytes file in files.Values)
        {
            file.Dispose();
        }
    }

    private static unsafe string Digest(FileBytes file, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long at = 0; at < file.Length; at += HashedAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(new ReadOnlySpan<byte>(file.At(at), (int)Math.Min(HashedAtOnce, file.Length - at)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
