using System.Text.Json;
using System.Text.RegularExpressions;
using Tapir.Artifacts;
using Tapir.Host.State;

namespace Tapir.Host.Access;

/// <summary>The keys of a state folder, in <c>keys.json</c>. Another process that adds or revokes one is heeded with the next request.</summary>
internal sealed partial class KeyBook(StateFolder state, TimeProvider clock)
{
    private const int Version = 1;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3650);

    private volatile ReadFile? read;

    /// <summary>All keys, the oldest first; also those that have ended.</summary>
    /// <exception cref="KeyFileException">The file is damaged, or a newer Tapir wrote it.</exception>
    public IReadOnlyList<ApiKey> List()
    {
        FileInfo file = new(state.Keys);
        if (!file.Exists)
        {
            return [];
        }

        if (read is { } before && before.Written == file.LastWriteTimeUtc && before.Length == file.Length)
        {
            return before.Keys;
        }

        read = new ReadFile(file.LastWriteTimeUtc, file.Length, Read(file.FullName));
        return read.Keys;
    }

    /// <summary>The key of this text, in whatever state it is; null when there is none.</summary>
    public ApiKey? Find(string secret)
    {
        string hash = KeySecret.HashOf(secret);
        return List().LastOrDefault(key => KeySecret.IsSame(key.Hash, hash));
    }

    /// <param name="life">How long it opens anything; null for as long as it is not revoked.</param>
    /// <exception cref="StateException">The name is taken or none, or the time is.</exception>
    public async Task<IssuedKey> AddAsync(string name, KeyScope scope, TimeSpan? life, CancellationToken cancellation)
    {
        if (!NamePattern().IsMatch(name))
        {
            throw new StateException($"'{name}' is no name for a key: use 1 to 40 lower-case letters, digits and hyphens.");
        }

        if (life is { } time && (time <= TimeSpan.Zero || time > LongestLife))
        {
            throw new StateException($"A key must live for longer than nothing and at most {LongestLife.TotalDays:0} days.");
        }

        using (await FileGate.EnterAsync(state.KeysGate, cancellation))
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (List().Any(key => key.Name == name && key.StateAt(now) == KeyState.Active))
            {
                throw new StateException($"There is a key '{name}' already; choose another name, or revoke it first: `tapir keys revoke {name}`.");
            }

            string secret = KeySecret.Create();
            ApiKey added = new(name, scope, KeySecret.HashOf(secret), now, now + life, RevokedAt: null);
            Write([.. List(), added]);
            return new IssuedKey(added, secret);
        }
    }

    /// <returns>The key as it is now.</returns>
    /// <exception cref="StateException">There is no key of this name, or it is revoked.</exception>
    public async Task<ApiKey> RevokeAsync(string name, CancellationToken cancellation)
    {
        using (await FileGate.EnterAsync(state.KeysGate, cancellation))
        {
            IReadOnlyList<ApiKey> keys = List();
            ApiKey found = keys.LastOrDefault(key => key.Name == name && key.RevokedAt is null) ?? throw new StateException(
                keys.Any(key => key.Name == name) ? $"The key '{name}' is revoked already." : $"There is no key '{name}'; `tapir keys list` shows them.");
            ApiKey revoked = found with { RevokedAt = clock.GetUtcNow() };
            Write([.. keys.Select(key => key == found ? revoked : key)]);
            return revoked;
        }
    }

    private static IReadOnlyList<ApiKey> Read(string path)
    {
        KeyFile? content;
        try
        {
            content = JsonSerializer.Deserialize<KeyFile>(File.ReadAllText(path), StateJson.Options);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"'{path}' cannot be read: {problem.Message} Restore it from a copy.");
        }

        return content switch
        {
            { Version: > Version } => throw new KeyFileException($"'{path}' has version {content.Version}; this Tapir knows versions up to {Version}. Use the newer Tapir."),
            { Keys: { } keys } => keys,
            _ => throw new KeyFileException($"'{path}' is damaged: it has no list of keys. Restore it from a copy."),
        };
    }

    private void Write(IReadOnlyList<ApiKey> keys) => DurableFile.Replace(state.Keys, JsonSerializer.Serialize(new KeyFile(Version, keys), StateJson.Options));

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$")]
    private static partial Regex NamePattern();

    private sealed record KeyFile(int Version, IReadOnlyList<ApiKey>? Keys);

    private sealed record ReadFile(DateTime Written, long Length, IReadOnlyList<ApiKey> Keys);
}
