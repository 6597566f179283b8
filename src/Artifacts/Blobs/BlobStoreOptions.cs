using Azure.Core;
using Azure.Storage.Blobs;

namespace Tapir.Artifacts;

/// <summary>How the blob store works on this machine.</summary>
public sealed record BlobStoreOptions
{
    /// <value>The folder for local copies of what was read or written, and for what is on its way. May be removed while nothing runs.</value>
    public required string CopiesFolder { get; init; }

    /// <value>Bytes that the local copies may take; the least recently used go first. Default 4 GiB.</value>
    public long CopiesLimit { get; init; } = 4L << 30;

    /// <value>How long a call goes on trying while the store does not answer. Default 15 minutes.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(15);

    /// <value>How long a call goes on trying while the store refuses the credential: long enough for a token to be renewed. Default 1 minute.</value>
    public TimeSpan RefusalPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>Where the connection string is looked up by its name.</value>
    public Func<string, string?> EnvironmentVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <value>A number from 0 to 1 that spreads the repeats of many callers.</value>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    /// <value>In place of <c>DefaultAzureCredential</c>.</value>
    internal TokenCredential? Credential { get; init; }

    /// <value>A seam for tests of a store that fails.</value>
    internal Action<BlobClientOptions> Configure { get; init; } = _ => { };

    /// <summary>The client's own retries are off: <see cref="StorePatience"/> repeats, by the injected clock.</summary>
    internal BlobClientOptions ClientOptions()
    {
        BlobClientOptions client = new();
        client.Retry.MaxRetries = 0;
        client.Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
        Configure(client);
        return client;
    }
}
