using System.Text.Json;

namespace Tapir.Artifacts;

/// <summary>Artifacts that hold one JSON document.</summary>
public static class JsonArtifacts
{
    /// <summary>Stores a value as one JSON document in the form of <see cref="ArtifactJson"/>.</summary>
    public static Task<ArtifactRef> PutJsonAsync<T>(this IArtifactStore store, T value, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.PutAsync((stream, token) => JsonSerializer.SerializeAsync(stream, value, ArtifactJson.Options, token), cancellation);
    }

    /// <summary>Reads a value back.</summary>
    /// <exception cref="ArtifactLostException">The artifact is missing or damaged.</exception>
    /// <exception cref="InvalidDataException">The artifact is intact, but no <typeparamref name="T"/>.</exception>
    public static async Task<T> ReadJsonAsync<T>(this IArtifactStore store, ArtifactRef artifact, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        Stream stream = await store.OpenAsync(artifact, cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync<T>(stream, ArtifactJson.Options, cancellation).ConfigureAwait(false)
                    ?? throw new InvalidDataException($"{artifact} holds null where a {typeof(T).Name} was expected.");
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"{artifact} is no {typeof(T).Name}: {e.Message}", e);
            }
        }
    }
}
