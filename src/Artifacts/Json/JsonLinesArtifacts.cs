using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tapir.Artifacts;

/// <summary>Artifacts that hold one JSON document a line, written and read as a stream: memory holds one line at a time.</summary>
public static class JsonLinesArtifacts
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>Stores values as JSON lines in the form of <see cref="ArtifactJson"/>; every line ends in a line feed.</summary>
    public static Task<ArtifactRef> PutLinesAsync<T>(this IArtifactStore store, IEnumerable<T> values, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(values);
        return store.PutAsync((stream, token) => WriteAsync(stream, values, token), cancellation);
    }

    /// <summary>Stores values as JSON lines as they arrive.</summary>
    public static Task<ArtifactRef> PutLinesAsync<T>(this IArtifactStore store, IAsyncEnumerable<T> values, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(values);
        return store.PutAsync((stream, token) => WriteAsync(stream, values, token), cancellation);
    }

    /// <summary>Reads the values back, in order. Nothing is yielded before the whole artifact has been verified.</summary>
    /// <exception cref="ArtifactLostException">The artifact is missing or damaged.</exception>
    /// <exception cref="InvalidDataException">A line is no <typeparamref name="T"/>; the message names the line.</exception>
    public static async IAsyncEnumerable<T> ReadLinesAsync<T>(
        this IArtifactStore store, ArtifactRef artifact, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        Stream stream = await store.OpenAsync(artifact, cancellation).ConfigureAwait(false);
        using StreamReader reader = new(stream);
        long line = 0;
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } text)
        {
            line++;
            yield return Parse<T>(text, artifact, line);
        }
    }

    /// <summary>Reads all values of a JSON lines artifact into memory.</summary>
    /// <exception cref="ArtifactLostException">The artifact is missing or damaged.</exception>
    /// <exception cref="InvalidDataException">A line is no <typeparamref name="T"/>; the message names the line.</exception>
    public static async Task<IReadOnlyList<T>> ReadAllLinesAsync<T>(this IArtifactStore store, ArtifactRef artifact, CancellationToken cancellation = default)
    {
        List<T> values = [];
        await foreach (T value in store.ReadLinesAsync<T>(artifact, cancellation).ConfigureAwait(false))
        {
            values.Add(value);
        }

        return values;
    }

    private static T Parse<T>(string text, ArtifactRef artifact, long line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, ArtifactJson.Options)
                ?? throw new InvalidDataException($"{artifact}, line {line}: null where a {typeof(T).Name} was expected.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{artifact}, line {line}: no {typeof(T).Name}: {e.Message}", e);
        }
    }

    private static async Task WriteAsync<T>(Stream stream, IEnumerable<T> values, CancellationToken cancellation)
    {
        foreach (T value in values)
        {
            await WriteAsync(stream, value, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync<T>(Stream stream, IAsyncEnumerable<T> values, CancellationToken cancellation)
    {
        await foreach (T value in values.WithCancellation(cancellation).ConfigureAwait(false))
        {
            await WriteAsync(stream, value, cancellation).ConfigureAwait(false);
        }
    }

    private static async ValueTask WriteAsync<T>(Stream stream, T value, CancellationToken cancellation)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, ArtifactJson.Options);
        await stream.WriteAsync(json, cancellation).ConfigureAwait(false);
        await stream.WriteAsync(NewLine, cancellation).ConfigureAwait(false);
    }
}
