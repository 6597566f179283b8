namespace Tapir.Artifacts.Blobs.Tests;

/// <summary>The store by an account's address and tokens.</summary>
[TestClass]
public sealed class BlobCredentialTests : IDisposable
{
    private static readonly byte[] Bytes = Content.Of(5_000);

    private readonly BlobHouse house = new();
    private readonly ExpiringCredential credential = new();
    private readonly BlobArtifactStore store;

    public BlobCredentialTests()
    {
        house.Container.Create();
        TokenGate gate = new(credential, BlobHouse.Port);
        house.Network.Before = gate.Pass;
        store = house.OpenAt(BlobLocation.ByAccount(house.Location.Container, TokenGate.Account), options => options with { Credential = credential });
    }

    public void Dispose() => house.Dispose();

    [TestMethod]
    public async Task PutAsync_TokenIsRevokedBetweenTwoRequests_GoesOnWithANewOne()
    {
        ArtifactRef first = await store.PutBytesAsync(Bytes);
        credential.RevokeAll();

        ArtifactRef second = await store.PutBytesAsync(Content.Of(7));

        Assert.IsTrue(await house.BlobOf(first).ExistsAsync());
        Assert.IsTrue(await house.BlobOf(second).ExistsAsync());
    }

    [TestMethod]
    public async Task PutAsync_TokenIsRevokedWhileARequestIsOnItsWay_TriesAgainWithANewOne()
    {
        Func<HttpRequestMessage, HttpResponseMessage?> pass = house.Network.Before;
        int requests = 0;
        house.Network.Before = request =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                credential.RevokeAll();
            }

            return pass(request);
        };

        ArtifactRef artifact = await store.PutBytesAsync(Bytes);

        Assert.IsTrue(await house.BlobOf(artifact).ExistsAsync());
    }

    [TestMethod]
    public async Task PutAsync_NobodyIsSignedIn_SaysToSignInAndSucceedsAfterwards()
    {
        credential.IsSignedOut = true;

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => store.PutBytesAsync(Bytes));

        StringAssert.Contains(error.Message, "AADSTS700082");
        StringAssert.Contains(error.Message, "Sign in again");
        StringAssert.Contains(error.Message, "https://store.test");
        credential.IsSignedOut = false;
        ArtifactRef artifact = await store.PutBytesAsync(Bytes);
        Assert.IsTrue(await house.BlobOf(artifact).ExistsAsync());
    }

    [TestMethod]
    public void Constructor_VariableIsNotSet_NamesIt()
    {
        ArtifactStoreException error = Assert.ThrowsExactly<ArtifactStoreException>(() => house.OpenAt(BlobLocation.ByVariable("tapir", "TAPIR_NO_SUCH_VARIABLE"), options => options));

        StringAssert.Contains(error.Message, "TAPIR_NO_SUCH_VARIABLE is not set");
    }

    [TestMethod]
    public void Constructor_VariableHoldsNoConnectionString_NamesItAndKeepsTheValueToItself()
    {
        ArtifactStoreException error = Assert.ThrowsExactly<ArtifactStoreException>(() => house.OpenAt(
            BlobLocation.ByVariable("tapir", "STORE"), options => options with { EnvironmentVariable = _ => "my secret" }));

        StringAssert.Contains(error.Message, "STORE holds no connection string");
        Assert.DoesNotContain("secret", error.ToString());
    }
}
