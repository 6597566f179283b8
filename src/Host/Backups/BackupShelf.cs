using System.Globalization;
using System.Text.Json;
using Tapir.Artifacts;
using Tapir.Host.Holding;
using Tapir.Host.State;

namespace Tapir.Host.Backups;

/// <summary>The backups of a place.</summary>
internal sealed class BackupShelf(BackupPlace place, TimeProvider clock)
{
    private const string Listed = "backups/";

    // Backups on their way out: what they alone referred to is still to be removed.
    private const string Leaving = "pruned/";

    /// <summary>All of them, the oldest first. One that was not finished is none.</summary>
    /// <exception cref="StateException">One is damaged, or was written by a newer Tapir.</exception>
    public Task<IReadOnlyList<BackupManifest>> ListAsync(CancellationToken cancellation) => ReadAsync(Listed, cancellation);

    /// <summary>Finds a backup by its id, or the newest.</summary>
    /// <param name="id">Null for the newest.</param>
    /// <exception cref="StateException">There is none, or the newest could be of several state folders.</exception>
    public async Task<BackupManifest> FindAsync(string? id, CancellationToken cancellation)
    {
        IReadOnlyList<BackupManifest> all = await ListAsync(cancellation);
        if (all.Count == 0)
        {
            throw new StateException($"There is no backup in {place.Name}.");
        }

        if (id is not null)
        {
            return all.FirstOrDefault(backup => backup.Id == id)
                ?? throw new StateException($"There is no backup '{id}' in {place.Name}; the newest is {all[^1].Id}. `tapir backup list` names all.");
        }

        string[] states = [.. all.Select(backup => backup.State).Distinct()];
        return states.Length == 1
            ? all[^1]
            : throw new StateException($"{place.Name} has backups of {states.Length} state folders; name one: {string.Join(", ", states.Select(state => Newest(all, state)))}.");
    }

    /// <summary>Adds a backup whose parts are all there.</summary>
    /// <returns>The manifest as it is listed: with a later id where that time was taken.</returns>
    public async Task<BackupManifest> AddAsync(BackupManifest manifest, CancellationToken cancellation)
    {
        for (DateTimeOffset time = manifest.TakenAt; ; time = time.AddMilliseconds(1))
        {
            BackupManifest named = manifest with { Id = IdOf(time) };
            if (await place.Documents.TryCreateAsync(NameOf(Listed, named), JsonSerializer.SerializeToUtf8Bytes(named, StateJson.Options), cancellation))
            {
                return named;
            }
        }
    }

    public Task<BackupContents> ContentsOfAsync(BackupManifest manifest, CancellationToken cancellation) =>
        place.Artifacts.ReadJsonAsync<BackupContents>(manifest.Contents, cancellation);

    /// <summary>Removes the oldest backups of a state folder beyond a number.</summary>
    /// <returns>Ids of those that were removed.</returns>
    public async Task<IReadOnlyList<string>> PruneAsync(string state, int keep, CancellationToken cancellation)
    {
        BackupManifest[] leaving = [.. (await ListAsync(cancellation)).Where(backup => backup.State == state).SkipLast(keep)];
        foreach (BackupManifest manifest in leaving)
        {
            await place.Documents.TryCreateAsync(NameOf(Leaving, manifest), JsonSerializer.SerializeToUtf8Bytes(manifest, StateJson.Options), cancellation);
            Instants.Reach("prune.before-delete");
            await place.Documents.DeleteAsync(NameOf(Listed, manifest), cancellation);
            Instants.Reach("prune.after-delete");
        }

        await SweepAsync(cancellation);
        return [.. leaving.Select(manifest => manifest.Id)];
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        if (await ReadAsync(Leaving, cancellation) is not { Count: > 0 } left)
        {
            return;
        }

        // The others first: a backup that is being taken is one of them until it is listed.
        HolderNeeds others = await place.NeedsOfOthersAsync(clock, cancellation);
        if (await new BackupSweep(this, place.Artifacts, others).TrySweepAsync(left, await ListAsync(cancellation), cancellation))
        {
            foreach (BackupManifest gone in left)
            {
                await place.Documents.DeleteAsync(NameOf(Leaving, gone), cancellation);
            }
        }
    }

    private async Task<IReadOnlyList<BackupManifest>> ReadAsync(string shelf, CancellationToken cancellation)
    {
        List<BackupManifest> manifests = [];
        foreach (string name in await place.Documents.ListAsync(shelf, cancellation))
        {
            // Null when another process has removed it since.
            if (await place.Documents.TryReadAsync(name, cancellation) is { } content)
            {
                manifests.Add(Parse(name, content));
            }
        }

        return manifests;
    }

    private static string NameOf(string shelf, BackupManifest manifest) => $"{shelf}{manifest.Id}.json";

    private static string IdOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);

    private static string Newest(IReadOnlyList<BackupManifest> all, string state)
    {
        BackupManifest newest = all.Last(backup => backup.State == state);
        return $"{newest.Id} ({newest.Machine}:{newest.Folder})";
    }

    private static BackupManifest Parse(string name, byte[] content)
    {
        try
        {
            BackupManifest manifest = JsonSerializer.Deserialize<BackupManifest>(content, StateJson.Options) ?? throw new JsonException("the document is null");
            return manifest.Schema <= BackupManifest.Version
                ? manifest
                : throw new StateException($"{name} was written by a newer Tapir (schema {manifest.Schema}; this one knows up to {BackupManifest.Version}). Use that one.");
        }
        catch (JsonException problem)
        {
            throw new StateException($"{name} is damaged: {problem.Message}. Remove it, and the other backups can be used.", problem);
        }
    }
}
