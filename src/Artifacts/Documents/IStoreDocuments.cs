namespace Tapir.Artifacts;

/// <summary>Small documents beside the artifacts of a store, with names of their own: they say what belongs together. One is written once, whole or not at all.</summary>
public interface IStoreDocuments
{
    /// <summary>Writes a document where there is none of the name.</summary>
    /// <param name="name">Parts of letters, digits, hyphens and dots, with slashes between them.</param>
    /// <returns>False when there is another of this name; nothing is changed then.</returns>
    /// <exception cref="ArtifactStoreException">The store cannot be written.</exception>
    Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <returns>Null when there is none.</returns>
    /// <exception cref="ArtifactStoreException">The store cannot be read.</exception>
    Task<byte[]?> TryReadAsync(string name, CancellationToken cancellation = default);

    /// <summary>The names that begin so, in ordinal order.</summary>
    /// <param name="prefix">Parts of a name, ending in a slash.</param>
    /// <exception cref="ArtifactStoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation = default);

    /// <returns>False when there was none.</returns>
    /// <exception cref="ArtifactStoreException">The store cannot be written.</exception>
    Task<bool> DeleteAsync(string name, CancellationToken cancellation = default);
}
