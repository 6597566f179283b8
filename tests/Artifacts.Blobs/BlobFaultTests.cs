using System.Collections.Concurrent;
using System.Net;

namespace Tapir.Artifacts.Blobs.Tests;

/// <summary>A network and a service that fail in all the ways that pass, and in some that do not.</summary>
[TestClass]
public sealed class BlobFaultTests : IDisposable
{
    private const int Small = 5_000;
    private const int Large = (5 * (4 << 20)) + 2_000;
    private const int Blocks = 6;

    private readonly BlobHouse house = new();

    public void Dispose() => house.Dispose();

    [TestMethod]
    [DataRow(Small)]
    [DataRow(Large)]
    public async Task PutAndOpen_StoreAwayForTenMinutes_WaitAndSucceed(int length)
    {
        byte[] bytes = Content.Of(length);
        Func<HttpRequestMessage, HttpResponseMessage?> away = _ => house.Clock.Passed < TimeSpan.FromMinutes(10) ? throw new HttpRequestException("Connection refused") : null;
        house.Network.Before = away;

        ArtifactRef artifact = await house.Store.PutBytesAsync(bytes);

        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromMinutes(10), house.Clock.Passed);
        CollectionAssert.AreEqual(bytes, await house.OpenElsewhere().ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task PutAsync_StoreStaysAway_SaysSoAndSucceedsWhenItIsBack()
    {
        house.Network.Before = _ => throw new HttpRequestException("Connection refused");

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.Store.PutBytesAsync(Content.Of(Small)));

        StringAssert.Contains(error.Message, house.Location.Container);
        StringAssert.Contains(error.Message, "has not answered for 15 minutes: Connection refused");
        house.Network.Before = _ => null;
        ArtifactRef artifact = await house.Store.PutBytesAsync(Content.Of(Small));
        CollectionAssert.AreEqual(Content.Of(Small), await house.OpenElsewhere().ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task OpenAsync_CallerWaitsShortly_IsToldThen()
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(Content.Of(Small));
        house.Network.Before = _ => throw new HttpRequestException("Connection refused");
        TimeSpan before = house.Clock.Passed;

        CallerPatience.LimitTo(TimeSpan.FromSeconds(10));
        await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.OpenElsewhere().OpenAsync(artifact));

        Assert.IsTrue(house.Clock.Passed - before is { TotalSeconds: >= 10 and < 60 }, $"It waited {house.Clock.Passed - before}.");
    }

    [TestMethod]
    public async Task OpenAsync_StoreStaysAway_IsNotTakenForALostArtifact()
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(Content.Of(Small));
        house.Network.Before = _ => throw new HttpRequestException("Name or service not known");

        await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.OpenElsewhere().OpenAsync(artifact));
        await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.OpenElsewhere().ExistsAsync(artifact));
    }

    [TestMethod]
    public async Task PutAndOpen_StormOf503_LosesNothing()
    {
        int count = 0;
        house.Network.Before = _ => Interlocked.Increment(ref count) % 3 != 0 ? FaultyNetwork.Busy() : null;
        Dictionary<ArtifactRef, byte[]> put = [];
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (i, _) =>
        {
            byte[] bytes = Content.Of(i == 0 ? Large : Small, seed: i);
            ArtifactRef artifact = await house.Store.PutBytesAsync(bytes, CancellationToken.None);
            lock (put)
            {
                put.Add(artifact, bytes);
            }
        });

        BlobArtifactStore elsewhere = house.OpenElsewhere();
        foreach ((ArtifactRef artifact, byte[] bytes) in put)
        {
            CollectionAssert.AreEqual(bytes, await elsewhere.ReadBytesAsync(artifact));
        }
    }

    [TestMethod]
    public async Task PutAsync_ServiceSaysWhenToComeBack_ComesBackThen()
    {
        HttpResponseMessage busy = FaultyNetwork.Busy();
        busy.Headers.RetryAfter = new(TimeSpan.FromSeconds(17));
        int requests = 0;
        house.Network.Before = _ => Interlocked.Increment(ref requests) == 1 ? busy : null;

        await house.Store.PutBytesAsync(Content.Of(Small));

        Assert.AreEqual(TimeSpan.FromSeconds(17), house.Clock.Passed);
    }

    [TestMethod]
    public async Task PutAsync_CutAfterSomeBlocks_SendsOnlyTheOthersNextTime()
    {
        byte[] bytes = Content.Of(Large);
        ArtifactRef artifact = new(Content.DigestOf(bytes));
        ConcurrentQueue<string> arrived = [];
        house.Network.After = (request, response) =>
        {
            arrived.Enqueue(BlockOf(request));
            return response;
        };
        house.Network.Before = _ => arrived.Count(block => block.Length > 0) >= 2 ? throw new HttpRequestException("Connection reset") : null;
        await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.Open(options => options with { Patience = TimeSpan.Zero }).PutBytesAsync(bytes));
        Assert.IsFalse(await house.BlobOf(artifact).ExistsAsync(), "A torn upload is not there.");
        string[] before = [.. arrived.Where(block => block.Length > 0)];
        arrived.Clear();
        house.Network.Before = _ => null;

        await house.OpenElsewhere().PutBytesAsync(bytes);

        Assert.IsGreaterThanOrEqualTo(2, before.Length);
        Assert.IsEmpty(arrived.Intersect(before), "What had arrived was sent again.");
        CollectionAssert.AreEqual(bytes, await house.OpenElsewhere().ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task PutAsync_AnswerToTheCommitIsLost_IsStoredOnce()
    {
        byte[] bytes = Content.Of(Large);
        int commits = 0;
        house.Network.After = (request, response) =>
            FaultyNetwork.KindOf(request) == "PUT blocklist" && Interlocked.Increment(ref commits) == 1 ? throw new HttpRequestException("Connection reset") : response;

        ArtifactRef artifact = await house.Store.PutBytesAsync(bytes);

        Assert.AreEqual(2, commits);
        CollectionAssert.AreEqual(bytes, await house.OpenElsewhere().ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task PutAsync_StagedBlocksWereThrownAway_StartsAgain()
    {
        byte[] bytes = Content.Of(Large);
        int commits = 0;
        house.Network.Before = request => FaultyNetwork.KindOf(request) == "PUT blocklist" && Interlocked.Increment(ref commits) == 1
            ? FaultyNetwork.Answer(HttpStatusCode.BadRequest, "InvalidBlockList")
            : null;

        ArtifactRef artifact = await house.Store.PutBytesAsync(bytes);

        Assert.AreEqual(2 * Blocks, house.Network.Count("PUT block"));
        CollectionAssert.AreEqual(bytes, await house.OpenElsewhere().ReadBytesAsync(artifact));
    }

    [TestMethod]
    [DataRow(Small, 1)]
    [DataRow(Large, Blocks)]
    public async Task OpenAsync_EveryRangeIsCutOnce_AsksAgainForThatRange(int length, int ranges)
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(Content.Of(length));
        HashSet<string> cut = [];
        house.Network.After = (request, response) =>
        {
            lock (cut)
            {
                // What follows a cut begins where it was, and is let through.
                return request.Method == HttpMethod.Get && OffsetOf(request) % (4 << 20) == 0 && cut.Add(request.Headers.GetValues("x-ms-range").Single()) ? CutShort(response) : response;
            }
        };
        house.Network.Forget();

        CollectionAssert.AreEqual(Content.Of(length), await house.OpenElsewhere().ReadBytesAsync(artifact));

        Assert.AreEqual(2 * ranges, house.Network.Count("GET"));
    }

    [TestMethod]
    public async Task PutAsync_CredentialIsRefused_SaysWhatToRenewAndGivesUpSoon()
    {
        house.Network.Before = _ => FaultyNetwork.Answer(HttpStatusCode.Forbidden, "AuthenticationFailed");

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.Store.PutBytesAsync(Content.Of(Small)));

        StringAssert.Contains(error.Message, "refuses the credential: 403 AuthenticationFailed");
        StringAssert.Contains(error.Message, BlobHouse.Variable);
        Assert.IsLessThan(TimeSpan.FromMinutes(2), house.Clock.Passed);
    }

    [TestMethod]
    public async Task PutAsync_RequestIsNotAccepted_IsNotTriedAgain()
    {
        house.Network.Before = _ => FaultyNetwork.Answer(HttpStatusCode.BadRequest, "InvalidHeaderValue");

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.Store.PutBytesAsync(Content.Of(Small)));

        StringAssert.Contains(error.Message, "400 InvalidHeaderValue");
        Assert.HasCount(1, house.Network.Requests);
    }

    [TestMethod]
    public async Task PutAsync_ContainerIsNeverThere_IsAnErrorAfterSomeAttempts()
    {
        house.Network.Before = request => FaultyNetwork.KindOf(request) == "PUT blob" ? FaultyNetwork.Answer(HttpStatusCode.NotFound, "ContainerNotFound") : null;

        ArtifactStoreException error = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => house.Store.PutBytesAsync(Content.Of(Small)));

        StringAssert.Contains(error.Message, "404 ContainerNotFound");
    }

    [TestMethod]
    public async Task OpenAsync_CancelledWhileTheStoreIsAway_StopsWaiting()
    {
        ArtifactRef artifact = await house.Store.PutBytesAsync(Content.Of(Small));
        using CancellationTokenSource source = new();
        house.Network.Before = _ =>
        {
            source.Cancel();
            throw new HttpRequestException("Connection refused");
        };

        await Assert.ThrowsAsync<OperationCanceledException>(() => house.OpenElsewhere().OpenAsync(artifact, source.Token));
    }

    // The id of the block that a request brings; empty for any other.
    private static string BlockOf(HttpRequestMessage request) =>
        request.RequestUri!.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("blockid=", StringComparison.Ordinal)) ?? "";

    // "bytes=4194304-8388607"
    private static long OffsetOf(HttpRequestMessage request) => long.Parse(request.Headers.GetValues("x-ms-range").Single()["bytes=".Length..].Split('-')[0]);

    private static HttpResponseMessage CutShort(HttpResponseMessage response)
    {
        StreamContent content = new(new CutStream(response.Content.ReadAsStream(), 1_000));
        foreach ((string name, IEnumerable<string> values) in response.Content.Headers)
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = content;
        return response;
    }
}
