using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Tapir.Models.Checkpoints.Hub;

/// <summary>Fetches one file into its place: into <c>NAME.part</c> beside it, going on where that ends, and renamed when its digest is right.</summary>
internal sealed class HubFile(HubConnection connection, HubPatience patience, Uri address, string path, IProgress<HubProgress> progress)
{
    private const int Piece = 1 << 20;
    private readonly string part = path + ".part";
    private readonly string name = Path.GetFileName(path);

    /// <exception cref="HubRefusedException">No such file, or no access to it.</exception>
    /// <exception cref="InvalidDataException">Twice another content than the hub's digest says.</exception>
    /// <exception cref="IOException">The hub fails for too long, or the disk does; what has arrived is kept.</exception>
    public async Task FetchAsync(CancellationToken cancellation)
    {
        // Only a whole file, its digest checked and on the disk, has this name.
        if (File.Exists(path))
        {
            return;
        }

        // What an earlier process left may be of another file; once more from the beginning tells that apart from a hub that sends something else.
        bool isFresh = Length() == 0;
        if (!await ArriveAsync(cancellation).ConfigureAwait(false) && (isFresh || !await ArriveAsync(cancellation).ConfigureAwait(false)))
        {
            throw new InvalidDataException($"{address}: what arrives is not the file that the hub's digest names. Something between here and there changes it; try another network.");
        }

        File.Move(part, path, overwrite: true);
    }

    // Whether the right file has arrived; if not, nothing is left of it.
    private async Task<bool> ArriveAsync(CancellationToken cancellation)
    {
        string digest = await patience.RunAsync(() => ReceiveAsync(cancellation), Length, cancellation).ConfigureAwait(false);
        if (digest.Length == 0 || await DigestAsync(digest.Length, cancellation).ConfigureAwait(false) == digest)
        {
            return true;
        }

        File.Delete(part);
        return false;
    }

    private long Length() => File.Exists(part) ? new FileInfo(part).Length : 0;

    // One request: appends what comes. Returns the digest that the file shall have.
    private async Task<string> ReceiveAsync(CancellationToken cancellation)
    {
        using HubAnswer answer = await connection.GetAsync(address, Length(), cancellation).ConfigureAwait(false);

        // Nobody else may write into it meanwhile.
        await using FileStream file = new(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        if (answer.Response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && answer.Digest.Length > 0)
        {
            // All of it is there already; or too much, which its digest will tell.
            return answer.Digest;
        }

        if (answer.Response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || answer.From > file.Length)
        {
            file.SetLength(0);
            throw new HubBusyException($"{address.Host} sends another part of {name} than it was asked for", TimeSpan.Zero);
        }

        // A hub that does not know ranges sends all of it again.
        file.SetLength(answer.From);
        file.Seek(0, SeekOrigin.End);
        await using Stream body = await answer.Response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[Piece];
        while (true)
        {
            int read = await connection.StalledAsync(address, stalled => body.ReadAsync(buffer, stalled).AsTask(), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            progress.Report(new HubProgress(name, file.Position, answer.Total));
        }

        file.Flush(flushToDisk: true);
        return file.Length >= answer.Total ? answer.Digest : throw new HubBusyException($"{address.Host} has sent {file.Length} of {answer.Total} bytes of {name}", TimeSpan.Zero);
    }

    private async Task<string> DigestAsync(int digits, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(part);
        if (digits == 64)
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
        }

        // Small files have git's name: the SHA-1 of a head and the content.
#pragma warning disable CA5350 // It is how git names files; the connection is what is trusted.
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Length}\0"));
        byte[] buffer = new byte[Piece];
        for (int read = await file.ReadAsync(buffer, cancellation).ConfigureAwait(false); read > 0; read = await file.ReadAsync(buffer, cancellation).ConfigureAwait(false))
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
