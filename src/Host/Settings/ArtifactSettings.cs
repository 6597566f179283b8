using System.ComponentModel.DataAnnotations;
using Tapir.Artifacts;

namespace Tapir.Host.Settings;

/// <summary><c>tapir.artifacts</c>: where artifacts are kept, and the blob store that they are pushed and backed up to.</summary>
internal sealed record ArtifactSettings
{
    /// <value>Default <c>folder</c>. A blob store may be named beside it, for push, pull and backup.</value>
    public ArtifactStoreKind Store { get; init; } = ArtifactStoreKind.Folder;

    /// <value>The container; made by the first write. Default <c>tapir</c>.</value>
    [RegularExpression("^[a-z0-9](-?[a-z0-9]){2,62}$", ErrorMessage = "use 3 to 63 lower-case letters, digits and single hyphens")]
    public string Container { get; init; } = "tapir";

    /// <value>Name of the environment variable that holds the connection string; null where <see cref="AccountUrl"/> is given.</value>
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]*$", ErrorMessage = "name an environment variable (the connection string itself does not belong in this file)")]
    public string? ConnectionVariable { get; init; }

    /// <value>The storage account's address, entered with <c>DefaultAzureCredential</c>; null where <see cref="ConnectionVariable"/> is given.</value>
    [RegularExpression("^https://[^/?#@\\s]+/?$", ErrorMessage = "write it as https://ACCOUNT.blob.core.windows.net, without a container or a signature")]
    public string? AccountUrl { get; init; }

    /// <value>Mebibytes that local copies of blobs may take in the state folder; the least recently used go first. Default 4096.</value>
    [Range(64, 1 << 24)]
    public int CopiesMebibytes { get; init; } = 4096;

    /// <value>How long a call goes on trying while the blob store does not answer; then the run pauses and says so. Default 15 minutes.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The blob store; null where none is named.</summary>
    public BlobLocation? Blobs() => this switch
    {
        { ConnectionVariable: { } variable } => BlobLocation.ByVariable(Container, variable),
        { AccountUrl: { } account } => BlobLocation.ByAccount(Container, new Uri(account)),
        _ => null,
    };
}
