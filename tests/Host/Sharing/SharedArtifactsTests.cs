using System.Security.Cryptography;
using Grpc.Core;
using Tapir.Artifacts;

namespace Tapir.Host.Tests.Sharing;

[TestClass]
public sealed class SharedArtifactsTests
{
    private const int Length = 24_000_000;

    // After each cut what was in the buffers on the way is sent once more; beginning anew would be 44 million.
    private const int CutAfter = 10_000_000;
    private const int MostCarried = 40_000_000;

    [TestMethod]
    public async Task PutAsync_ByOneWorker_IsReadByAnotherAndLiesOnItsDiskFromThenOn()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Length);

        ArtifactRef artifact = await home.Artifacts("one").PutBytesAsync(bytes);

        Assert.IsTrue(await home.Rooms.Artifacts.ExistsAsync(artifact), "It is on the machine of the state folder.");
        RemoteArtifactStore other = home.Artifacts("other");
        CollectionAssert.AreEqual(bytes, await other.ReadBytesAsync(artifact));
        Assert.AreEqual(Length, await other.LengthAsync(artifact));
        await home.Rooms.Artifacts.DeleteAsync((await home.Rooms.Artifacts.FindAsync(artifact))!);
        CollectionAssert.AreEqual(bytes, await other.ReadBytesAsync(artifact));
        Assert.IsFalse(await other.ClaimAsync(artifact), "Whether it can be relied on is said there alone.");
    }

    [TestMethod]
    public async Task PutAsync_Empty_IsStored()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();

        ArtifactRef artifact = await home.Artifacts("one").PutBytesAsync(ReadOnlyMemory<byte>.Empty);

        Assert.IsEmpty(await home.Artifacts("other").ReadBytesAsync(artifact));
    }

    [TestMethod]
    public async Task OpenAsync_TheConnectionIsCutTwice_GoesOnWhereItWas()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Length);
        ArtifactRef artifact = await home.Rooms.Artifacts.PutBytesAsync(bytes);
        using CuttingProxy network = new(home.Address, cuts: 2, after: CutAfter);

        CollectionAssert.AreEqual(bytes, await home.Artifacts("far", network.Address).ReadBytesAsync(artifact));

        Assert.AreEqual(0, network.CutsLeft);
        Assert.IsLessThan(MostCarried, network.Carried, "What had arrived was not sent again.");
    }

    [TestMethod]
    public async Task PutAsync_TheConnectionIsCutTwice_GoesOnWhereItWas()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Length);
        using CuttingProxy network = new(home.Address, cuts: 2, after: CutAfter);

        ArtifactRef artifact = await home.Artifacts("far", network.Address).PutBytesAsync(bytes);

        CollectionAssert.AreEqual(bytes, await home.Rooms.Artifacts.ReadBytesAsync(artifact));
        Assert.AreEqual(0, network.CutsLeft);
        Assert.IsLessThan(MostCarried, network.Carried, "What had arrived was not sent again.");
        Assert.IsEmpty(Directory.GetFiles(home.Uploads));
    }

    // By this clock the cuts lie further apart than a worker's patience lasts.
    [TestMethod]
    public async Task OpenAsync_CutAgainAndAgainOverALongTime_GoesOnWhileBytesArrive()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Length);
        ArtifactRef artifact = await home.Rooms.Artifacts.PutBytesAsync(bytes);
        using CuttingProxy network = new(home.Address, cuts: 5, after: 4_000_000);

        CollectionAssert.AreEqual(bytes, await home.Artifacts("far", network.Address, new LongPauses(TimeSpan.FromMinutes(5))).ReadBytesAsync(artifact));

        Assert.AreEqual(0, network.CutsLeft);
    }

    [TestMethod]
    public async Task PutAsync_CutAgainAndAgainOverALongTime_GoesOnWhileBytesArrive()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Length);
        using CuttingProxy network = new(home.Address, cuts: 5, after: 4_000_000);

        ArtifactRef artifact = await home.Artifacts("far", network.Address, new LongPauses(TimeSpan.FromMinutes(5))).PutBytesAsync(bytes);

        CollectionAssert.AreEqual(bytes, await home.Rooms.Artifacts.ReadBytesAsync(artifact));
        Assert.AreEqual(0, network.CutsLeft);
    }

    [TestMethod]
    public async Task PutAsync_WhatHadArrivedWasLostInAPowerCut_IsSentAgain()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(1000);
        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Directory.CreateDirectory(home.Uploads);
        File.WriteAllBytes(Path.Combine(home.Uploads, $"{digest}.part"), new byte[500]);

        ArtifactRef artifact = await home.Artifacts("one").PutBytesAsync(bytes);

        CollectionAssert.AreEqual(bytes, await home.Rooms.Artifacts.ReadBytesAsync(artifact));
        Assert.IsEmpty(Directory.GetFiles(home.Uploads));
    }

    [TestMethod]
    public async Task OpenAsync_MissingOrDamagedThere_SaysWhichIsLost()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        ArtifactRef damaged = await home.Rooms.Artifacts.PutBytesAsync(new byte[10]);
        File.WriteAllBytes(((FolderArtifactStore)home.Rooms.Artifacts).PathOf(damaged), [1]);
        ArtifactRef missing = new(new string('a', 64));

        ArtifactLostException lost = await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => home.Artifacts("one").OpenAsync(missing));
        Assert.AreEqual((missing, ArtifactLoss.Missing), (lost.Artifact, lost.Loss));
        lost = await Assert.ThrowsExactlyAsync<ArtifactLostException>(() => home.Artifacts("one").OpenAsync(damaged));
        Assert.AreEqual((damaged, ArtifactLoss.Corrupt), (lost.Artifact, lost.Loss));
    }

    [TestMethod]
    public async Task ReceiveAsync_OtherBytesThanTheDigestSays_KeepsNothing()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        ArtifactRef meant = new(new string('a', 64));

        RpcException refused = await Assert.ThrowsExactlyAsync<RpcException>(
            () => home.Rooms.Uploads.ReceiveAsync(meant, 0, 3, Pieces([1, 2], [3]), CancellationToken.None));

        Assert.AreEqual(StatusCode.DataLoss, refused.StatusCode);
        Assert.AreEqual(0, await home.Rooms.Uploads.ArrivedAsync(meant, CancellationToken.None));
        Assert.IsEmpty(await home.Rooms.Artifacts.ListAsync().ToListAsync());
    }

    [TestMethod]
    public async Task OpenAsync_OtherBytesThanTheDigestSays_AreNotHandedOut()
    {
        using TemporaryFolder files = new();
        RemoteArtifactStore store = new(new LyingOrigin(), files.Root, 1 << 20, TimeProvider.System);

        ArtifactStoreException refused = await Assert.ThrowsExactlyAsync<ArtifactStoreException>(() => store.OpenAsync(new ArtifactRef(new string('a', 64))));

        StringAssert.Contains(refused.Message, "damaged on the way");
        Assert.IsEmpty(Directory.GetFiles(files.Root, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task SweepAbandoned_APartOfYesterday_IsRemovedAndOneOfTodayStays()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        foreach (char digit in "ab")
        {
            await Assert.ThrowsExactlyAsync<RpcException>(() => home.Rooms.Uploads.ReceiveAsync(new ArtifactRef(new string(digit, 64)), 0, 9, Pieces([1]), CancellationToken.None));
        }

        string old = Directory.GetFiles(home.Uploads).Order(StringComparer.Ordinal).First();
        File.SetLastWriteTimeUtc(old, home.Time.GetUtcNow().UtcDateTime.AddDays(-2));

        home.Rooms.Uploads.SweepAbandoned();

        Assert.IsFalse(File.Exists(old));
        Assert.AreEqual(1, await home.Rooms.Uploads.ArrivedAsync(new ArtifactRef(new string('b', 64)), CancellationToken.None));
    }

    [TestMethod]
    public async Task Door_APartIsAbandonedWhileItIsOpen_RemovesItWithinTheHour()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await Assert.ThrowsExactlyAsync<RpcException>(() => home.Rooms.Uploads.ReceiveAsync(new ArtifactRef(new string('a', 64)), 0, 9, Pieces([1]), CancellationToken.None));
        string part = Directory.GetFiles(home.Uploads).Single();
        File.SetLastWriteTimeUtc(part, home.Time.GetUtcNow().UtcDateTime.AddDays(-2));

        home.Time.Advance(TimeSpan.FromHours(1));

        Assert.IsFalse(File.Exists(part));
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(params byte[][] pieces)
    {
        foreach (byte[] piece in pieces)
        {
            await Task.Yield();
            yield return piece;
        }
    }

    /// <summary>A clock by which every pause takes so long.</summary>
    private sealed class LongPauses(TimeSpan pause) : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref ticks, pause.Ticks);
            return System.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class LyingOrigin : IArtifactOrigin
    {
        public Task<StoredArtifact?> FindAsync(ArtifactRef artifact, bool claims, CancellationToken cancellation) => Task.FromResult<StoredArtifact?>(null);

        public Task FetchAsync(ArtifactRef artifact, Stream destination, CancellationToken cancellation) => destination.WriteAsync(new byte[] { 1, 2, 3 }, cancellation).AsTask();

        public Task SendAsync(ArtifactRef artifact, IArtifactContent content, CancellationToken cancellation) => Task.CompletedTask;
    }
}
