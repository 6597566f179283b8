using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace Tapir.Artifacts;

/// <summary>A container of Azure Blob Storage and how one gets into it. Holds no secret: the name of the variable that does, or an address.</summary>
public sealed partial record BlobLocation
{
    private BlobLocation(string container) => Container = container;

    public string Container { get; private init; }

    /// <value>The environment variable that holds the connection string; null where the account's address is given.</value>
    public string? Variable { get; private init; }

    /// <value>The account's address, entered with <c>DefaultAzureCredential</c>; null where a variable is given.</value>
    public Uri? Account { get; private init; }

    public static BlobLocation ByVariable(string container, string variable) => new(container) { Variable = variable };

    public static BlobLocation ByAccount(string container, Uri account) => new(container) { Account = account };

    /// <summary>Another container of the same account.</summary>
    public BlobLocation InContainer(string container) => this with { Container = container };

    /// <summary>Whether a container may be called so.</summary>
    public static bool IsContainer(string name) => ContainerPattern().IsMatch(name);

    public override string ToString() => Account is null ? $"container '{Container}', {Variable}" : $"container '{Container}' at {Account.GetLeftPart(UriPartial.Authority)}";

    /// <summary>What a person has to renew when the store refuses to let us in.</summary>
    internal string HowToRenew() => Account is null
        ? $"Renew the connection string in the environment variable {Variable} and start the program anew."
        : "Sign in again (az login), or give this identity the role Storage Blob Data Contributor on the account.";

    /// <exception cref="ArtifactStoreException">The variable is not set, or holds no connection string.</exception>
    internal BlobContainerClient Connect(BlobClientOptions options, Func<string, string?> environment, TokenCredential? credential)
    {
        if (Account is not null)
        {
            return new BlobServiceClient(Account, credential ?? new DefaultAzureCredential(), options).GetBlobContainerClient(Container);
        }

        string connection = environment(Variable!) is { Length: > 0 } set
            ? set
            : throw new ArtifactStoreException($"The environment variable {Variable} is not set; it has to hold the connection string of the artifact store.");
        try
        {
            return new BlobContainerClient(connection, Container, options);
        }
        catch (FormatException wrong)
        {
            // Without the parser's own words, which may repeat what is secret.
            throw new ArtifactStoreException($"The environment variable {Variable} holds no connection string (AccountName=...;AccountKey=...;, as the storage account shows it).", wrong);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9](-?[a-z0-9]){2,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerPattern();
}
