using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Tapir.Functions.Tests;

[TestClass]
public sealed class SqliteResultIndexTests : IDisposable
{
    private static readonly string ArtifactA = FakeArtifacts.ReferenceOf("a");
    private static readonly string ArtifactB = FakeArtifacts.ReferenceOf("b");
    private static readonly string ArtifactC = FakeArtifacts.ReferenceOf("c");

    private readonly TemporaryFolder folder = new();

    private string DatabasePath => folder.File("results.db");

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task StoreAsync_Result_IsThereAfterReopening()
    {
        StoredResult stored = Result("1", "{\"x\":1}", "{\"y\":2}");
        await using (SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath))
        {
            await index.StoreAsync(stored);
        }

        await using SqliteResultIndex again = SqliteResultIndex.Open(DatabasePath);

        Assert.AreEqual(stored, await again.FindAsync(stored.Key));
        Assert.IsNull(await again.FindAsync(Key("2")));
    }

    [TestMethod]
    public async Task StoreAsync_Completed_IsReadByAnotherProcessAtOnce()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        await index.StoreAsync(Result("1", "{}", "{}"));

        // A second connection to the files as they are now sees what a process after a crash would see.
        await using SqliteResultIndex afterCrash = SqliteResultIndex.Open(DatabasePath);

        Assert.IsNotNull(await afterCrash.FindAsync(Key("1")));
    }

    [TestMethod]
    public async Task StoreAsync_FilesCopiedAsAKillLeavesThem_HoldTheResult()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        await index.StoreAsync(Result("1", "{}", "{}"));
        foreach (string file in Directory.GetFiles(folder.Path, "results.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, file.Replace("results.db", "copy.db", StringComparison.Ordinal));
        }

        await using SqliteResultIndex copy = SqliteResultIndex.Open(folder.File("copy.db"));

        Assert.IsNotNull(await copy.FindAsync(Key("1")));
    }

    [TestMethod]
    public async Task StoreAsync_SameKey_ReplacesResultAndArtifacts()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        await index.StoreAsync(Result("1", "{}", Quoted(ArtifactA)));
        await index.StoreAsync(Result("1", "{}", Quoted(ArtifactB)));

        Assert.AreEqual(Quoted(ArtifactB), (await index.FindAsync(Key("1")))!.Output);
        Assert.IsEmpty(await index.FindProducersAsync(ArtifactA));
        Assert.HasCount(1, await index.FindProducersAsync(ArtifactB));
    }

    [TestMethod]
    public async Task FindProducersAsync_ArtifactPassedThrough_IsNotMadeByWhoPassedIt()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        await index.StoreAsync(Result("1", "{}", Quoted(ArtifactA)));
        await index.StoreAsync(Result("2", Quoted(ArtifactA), $"[{Quoted(ArtifactA)},{Quoted(ArtifactB)}]"));

        Assert.AreEqual(Key("1"), (await index.FindProducersAsync(ArtifactA)).Single().Key);
        Assert.AreEqual(Key("2"), (await index.FindProducersAsync(ArtifactB)).Single().Key);
        CollectionAssert.AreEquivalent(new[] { ArtifactA, ArtifactB }, (await index.ArtifactsAsync()).ToArray());
    }

    [TestMethod]
    public async Task DropDerivedAsync_Chain_DropsAllBelowAndNothingElse()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        await index.StoreAsync(Result("1", "{}", Quoted(ArtifactA)));
        await index.StoreAsync(Result("2", Quoted(ArtifactA), Quoted(ArtifactB)));
        await index.StoreAsync(Result("3", Quoted(ArtifactB), Quoted(ArtifactC)));
        await index.StoreAsync(Result("4", Quoted(ArtifactC), "1"));
        await index.StoreAsync(Result("5", "{}", "2"));

        IReadOnlyList<StoredResult> dropped = await index.DropDerivedAsync(ArtifactA);

        CollectionAssert.AreEquivalent(new[] { Key("2"), Key("3"), Key("4") }, dropped.Select(result => result.Key).ToArray());
        CollectionAssert.AreEquivalent(new[] { Key("1"), Key("5") }, (await index.FindByPrefixAsync("", 10)).Select(result => result.Key).ToArray());
    }

    [TestMethod]
    public async Task FindByPrefixAsync_ShortKey_FindsThoseThatBeginWithIt()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        await index.StoreAsync(Result("1", "{}", "1"));
        await index.StoreAsync(Result("2", "{}", "2"));

        Assert.AreEqual(Key("2"), (await index.FindByPrefixAsync(Key("2")[..10], 10)).Single().Key);
        Assert.HasCount(1, await index.FindByPrefixAsync("", 1));
    }

    [TestMethod]
    public async Task StoreAsync_ManyAtOnce_AreAllThere()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);

        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Task.Run(() => index.StoreAsync(Result($"{i}", "{}", $"{i}")))));

        Assert.HasCount(2_000, await index.FindByPrefixAsync("", 10_000));
    }

    [TestMethod]
    public async Task Open_NewerSchema_IsRefusedWithASentence()
    {
        await (SqliteResultIndex.Open(DatabasePath)).DisposeAsync();
        await using (SqliteConnection connection = new($"Data Source={DatabasePath};Pooling=False"))
        {
            await connection.OpenAsync();
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99;";
            await command.ExecuteNonQueryAsync();
        }

        ResultIndexException error = Assert.ThrowsExactly<ResultIndexException>(() => SqliteResultIndex.Open(DatabasePath));

        StringAssert.Contains(error.Message, "schema version 99");
        StringAssert.Contains(error.Message, DatabasePath);
        StringAssert.Contains(error.Message, "newer Tapir");
    }

    [TestMethod]
    public async Task Open_NoDatabase_SaysThatItMayBeDeleted()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('x', 10_000));

        ResultIndexException error = Assert.ThrowsExactly<ResultIndexException>(() => SqliteResultIndex.Open(DatabasePath));

        StringAssert.Contains(error.Message, "damaged");
        StringAssert.Contains(error.Message, "Delete it");
    }

    [TestMethod]
    public void Open_FolderIsAFile_IsOneClearError()
    {
        File.WriteAllText(folder.File("file"), "");

        ResultIndexException error = Assert.ThrowsExactly<ResultIndexException>(() => SqliteResultIndex.Open(Path.Combine(folder.File("file"), "results.db")));

        StringAssert.Contains(error.Message, "results.db");
    }

    [TestMethod]
    public async Task StoreAsync_DatabaseFull_SaysSoAndKeepsWhatWasThere()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        await index.StoreAsync(Result("1", "{}", "1"));
        await index.ExecuteAsync("PRAGMA max_page_count = 40;");

        ResultIndexException error = await Assert.ThrowsExactlyAsync<ResultIndexException>(() => index.StoreAsync(Result("2", "{}", $"\"{new string('x', 1_000_000)}\"")));

        StringAssert.Contains(error.Message, "the disk is full");
        Assert.IsNotNull(await index.FindAsync(Key("1")));
        await index.StoreAsync(Result("3", "{}", "3"));
        Assert.IsNotNull(await index.FindAsync(Key("3")));
    }

    [TestMethod]
    public async Task StoreAsync_AfterDispose_Throws()
    {
        SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        await index.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => index.StoreAsync(Result("1", "{}", "1")));
    }

    [TestMethod]
    public async Task CallsOfRunAsync_CallsOfARun_AreTheirStartsAndEnds()
    {
        FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath, time);
        Call done = NewCall("run-1", "a.done", time.GetUtcNow());
        Call broken = NewCall("run-1", "b.broken", time.GetUtcNow().AddSeconds(1)) with { HealingFor = done.Id };
        Call open = NewCall("run-1", "c.open", time.GetUtcNow().AddSeconds(2));
        CallEnd end = new(CallOutcome.Computed, time.GetUtcNow().AddSeconds(5), TimeSpan.FromSeconds(5));
        CallEnd failure = new(CallOutcome.Failed, time.GetUtcNow().AddSeconds(6), TimeSpan.FromSeconds(5), "System.Exception: no");

        index.CallLog.Started(done);
        index.CallLog.Started(broken);
        index.CallLog.Finished(done, end);
        index.CallLog.Finished(broken, failure);
        index.CallLog.Started(open);
        index.CallLog.Started(NewCall("run-2", "a.done", time.GetUtcNow()));
        IReadOnlyList<LoggedCall> calls = await index.CallsOfRunAsync("run-1");

        CollectionAssert.AreEqual(new LoggedCall[] { new(done, end), new(broken, failure), new(open, null) }, calls.ToArray());
    }

    [TestMethod]
    [Timeout(30_000, CooperativeCancellation = true)]
    public async Task CallLog_NobodyWaits_IsWrittenAfterAMoment()
    {
        FakeTimeProvider time = new();
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath, time);
        index.CallLog.Started(NewCall("run-1", "a.b", time.GetUtcNow()));
        await using SqliteResultIndex other = SqliteResultIndex.Open(DatabasePath);
        Assert.IsEmpty(await other.CallsOfRunAsync("run-1"));

        time.Advance(TimeSpan.FromMilliseconds(250));

        // The commit is another thread's; nothing but the file says when it is done.
        while ((await other.CallsOfRunAsync("run-1")).Count == 0)
        {
            await Task.Yield();
        }
    }

    [TestMethod]
    public async Task ArtifactsOfRunAsync_ResultOfAnotherRunFoundInTheCache_Counts()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        await index.StoreAsync(Result("1", "{}", Quoted(ArtifactA)));
        await index.StoreAsync(Result("2", "{}", Quoted(ArtifactB)));
        index.CallLog.Started(NewCall("run-1", "a.b", DateTimeOffset.UnixEpoch) with { Key = Key("1") });

        CollectionAssert.AreEqual(new[] { ArtifactA }, (await index.ArtifactsOfRunAsync("run-1")).ToArray());
    }

    [TestMethod]
    public async Task ResultsOfRunAsync_OneFunction_AreThoseOfTheRunNewestFirstUpToTheFirstThatFits()
    {
        await using SqliteResultIndex index = SqliteResultIndex.Open(DatabasePath);
        foreach ((string name, int at, string function, string run) in new[] { ("1", 1, "a.b", "run-1"), ("2", 2, "a.b", "run-1"), ("3", 3, "a.b", "run-1"), ("4", 4, "c.d", "run-1"), ("5", 5, "a.b", "run-2") })
        {
            await index.StoreAsync(Result(name, "{}", $"{{\"is\":{name}}}"));
            index.CallLog.Started(NewCall(run, function, DateTimeOffset.UnixEpoch.AddSeconds(at)) with { Key = Key(name) });
        }

        await index.FlushAsync();

        Assert.AreSequenceEqual([Key("3"), Key("2")], (await index.ResultsOfRunAsync("run-1", "a.b", result => result.Key == Key("2"))).Select(result => result.Key).ToArray());
        Assert.HasCount(3, await index.ResultsOfRunAsync("run-1", "a.b", _ => false));
    }

    private static string Quoted(string text) => $"\"{text}\"";

    private static string Key(string name) => FunctionKey.Of(name);

    private static Call NewCall(string run, string function, DateTimeOffset at) => new(Guid.CreateVersion7(), run, run + ":round-1", function, 1, Key(function), at);

    private static StoredResult Result(string name, string input, string output) => new(
        Key(name), "test.function", 3, "cpu", "run-1", input, output, Reproducible: true, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), TimeSpan.FromMilliseconds(77));
}
