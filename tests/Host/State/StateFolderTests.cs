using Tapir.Host.Engine;
using Tapir.Host.State;

namespace Tapir.Host.Tests.State;

[TestClass]
public sealed class StateFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Open_Twice_IsTheSameFolderAndSocket()
    {
        StateFolder first = StateFolder.Open(folder.File("state"));
        StateFolder second = StateFolder.Open(folder.File("state") + Path.DirectorySeparatorChar);

        Assert.AreEqual(first.Root, second.Root);
        Assert.AreEqual(first.Socket, second.Socket);
        Assert.IsLessThan(100, first.Socket.Length);
    }

    [TestMethod]
    public void Open_NewerVersion_IsRefused()
    {
        StateFolder.Open(folder.File("state"));
        File.WriteAllText(folder.File("state/state.json"), "{\"version\": 99}");

        StateException error = Assert.ThrowsExactly<StateException>(() => StateFolder.Open(folder.File("state")));

        StringAssert.Contains(error.Message, "has version 99");
        StringAssert.Contains(error.Message, "newer Tapir");
    }

    [TestMethod]
    public void Open_FileInTheWay_SaysWhichAndWhatToDo()
    {
        string path = folder.Write("state", "a file");

        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => StateFolder.Open(path)).Message, $"'{path}' cannot be written");
    }

    [TestMethod]
    public void Open_DamagedVersion_SaysWhichFile()
    {
        StateFolder.Open(folder.File("state"));
        File.WriteAllText(folder.File("state/state.json"), "{");

        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => StateFolder.Open(folder.File("state"))).Message, "state.json' is damaged");
    }

    [TestMethod]
    public void WhyNotWritable_ManyAskAtOnce_IsWritableForAll()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));

        string?[] told = [.. Enumerable.Range(0, 500).AsParallel().Select(_ => state.WhyNotWritable())];

        Assert.IsTrue(told.All(reason => reason is null), told.FirstOrDefault(reason => reason is not null));
        Assert.IsEmpty(Directory.GetFiles(state.Root, ".probe-*"));
    }

    [TestMethod]
    public void WhyNotWritable_FolderIsGone_SaysSoWithoutItsPath()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        Directory.Delete(state.Root, recursive: true);

        string reason = state.WhyNotWritable()!;

        StringAssert.Contains(reason, "the state folder cannot be written");
        Assert.DoesNotContain(folder.Root, reason);
    }

    [TestMethod]
    public void OpenExisting_NoFolder_MakesNone()
    {
        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => StateFolder.OpenExisting(folder.File("none"))).Message, "There is no state folder");
        Assert.IsFalse(Directory.Exists(folder.File("none")));
    }

    [TestMethod]
    public void OpenExisting_OnlyLooks_WritesNothing()
    {
        Directory.CreateDirectory(folder.File("state/runs"));

        StateFolder.OpenExisting(folder.File("state"));

        Assert.AreSequenceEqual([folder.File("state/runs")], Directory.GetFileSystemEntries(folder.File("state")));
    }

    [TestMethod]
    public void TryAcquire_HeldAlready_IsRefusedAndTheOwnerNamed()
    {
        StateFolder state = StateFolder.Open(folder.File("state"));
        using (StateLock? first = StateLock.TryAcquire(state, EngineAccess.Own, TimeProvider.System))
        {
            Assert.IsNotNull(first);
            Assert.IsNull(StateLock.TryAcquire(state, EngineAccess.Join, TimeProvider.System));
            first.Announce("unix:///somewhere");
            StateOwner? owner = StateLock.OwnerOf(state);
            Assert.AreEqual($"process {Environment.ProcessId}", owner?.ToString());
            Assert.AreEqual((EngineAccess.Own, "unix:///somewhere"), (owner?.Access, owner?.Address));
        }

        using StateLock? again = StateLock.TryAcquire(state, EngineAccess.Own, TimeProvider.System);
        Assert.IsNotNull(again);
    }
}
