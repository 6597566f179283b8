namespace Tapir.Models.Checkpoints.Hub;

/// <summary>Brings checkpoints from a model hub onto the disk, where <see cref="Checkpoint.Open"/> opens them.</summary>
/// <param name="client">Must not follow redirects by itself (<see cref="HttpClientHandler.AllowAutoRedirect"/> false): the digest of a large file comes with one.</param>
public sealed class HubDownload(HttpClient client, HubOptions options, TimeProvider time)
{
    /// <summary>Fetches what is missing below <c>folder/OWNER--NAME/COMMIT</c>. Killed at any instant and called again it goes on where it was.</summary>
    /// <returns>The path to open: the folder of the commit, or the GGUF file in it.</returns>
    /// <exception cref="HubRefusedException">No such model, no access, or nothing in it that can be read; the message says what to do.</exception>
    /// <exception cref="InvalidDataException">The hub sends something else than its digests say.</exception>
    /// <exception cref="IOException">Hub, network or disk fail for too long; what has arrived is kept.</exception>
    public async Task<string> FetchAsync(HubReference reference, string folder, IProgress<HubProgress> progress, CancellationToken cancellation = default)
    {
        HubConnection connection = new(client, options, time);
        HubPatience patience = new(options, time);
        Uri list = new(options.Endpoint, $"api/models/{reference.Repository}/revision/{Uri.EscapeDataString(reference.Revision)}");
        HubListing listing = HubListing.Parse(await patience.RunAsync(() => connection.GetTextAsync(list, cancellation), () => 0, cancellation).ConfigureAwait(false), list);

        // By commit: a branch that moves meanwhile gives no mixture of two checkpoints.
        string place = Path.Combine(folder, $"{reference.Owner}--{reference.Name}", listing.Commit);
        Directory.CreateDirectory(place);
        foreach (string file in listing.Wanted(reference))
        {
            Uri address = new(options.Endpoint, $"{reference.Repository}/resolve/{listing.Commit}/{file}");
            await new HubFile(connection, patience, address, Path.Combine(place, file), progress).FetchAsync(cancellation).ConfigureAwait(false);
        }

        return reference.File.Length > 0 ? Path.Combine(place, reference.File) : place;
    }
}
