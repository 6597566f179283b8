using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tapir.Functions;
using Tapir.Host.Joining;
using Tapir.Host.Live;
using Tapir.Host.Sharing;
using Tapir.Host.Sharing.Wire;
using Tapir.Host.Tests.Joining;
using Tapir.Teachers;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Tests.Sharing;

/// <summary>Results and ledger as workers on other machines have them.</summary>
[TestClass]
public sealed class SharedResultsTests
{
    private static readonly CallAccount Account = new("run-1", "expansion.answer", "m");
    private static readonly LedgerKey Key = new(new string('a', 64));

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task TryClaimAsync_TwoWorkers_OneComputesAndTheOtherFindsItsResult()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker one = new(home), other = new(home);
        StoredResult result = Result("{\"x\":\"ü\"}") with { Key = new string('c', 64) };
        ResultClaim claim = (await one.Results.TryClaimAsync(result.Key))!;

        Assert.IsNull(await other.Results.TryClaimAsync(result.Key));
        Assert.IsNull(await home.Rooms.Results.TryClaimAsync(result.Key), "Nor may the machine of the state folder itself.");
        Assert.IsTrue(await one.Results.StoreAsync(result, claim));

        Assert.AreEqual(result, await other.Results.FindAsync(result.Key));
        Assert.AreEqual(result, (await other.Results.FindByPrefixAsync(result.Key[..8], 2)).Single());
    }

    [TestMethod]
    public async Task TryClaimAsync_ItsWorkerIsAlive_StandsForLongerThanItsLease()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker one = new(home), other = new(home);
        ResultClaim claim = (await one.Results.TryClaimAsync("key"))!;
        for (int renewed = 0; renewed < 8; renewed++)
        {
            long before = await LeaseOfAsync(home);
            home.Time.Advance(SharedRooms.Lease / 4);
            one.Time.Advance(SharedRooms.Lease / 4);
            while (await LeaseOfAsync(home) == before)
            {
                await Task.Delay(5);
            }
        }

        Assert.IsNull(await other.Results.TryClaimAsync("key"));
        Assert.IsTrue(await one.Results.StoreAsync(Result("1"), claim));
    }

    [TestMethod]
    public async Task TryClaimAsync_ItsWorkerDied_IsFreeAfterAWhileAndTheDeadOnesResultIsRefused()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker other = new(home);
        await using Worker dead = new(home);
        ResultClaim stale = (await dead.Results.TryClaimAsync("key"))!;

        home.Time.Advance(SharedRooms.Lease);
        ResultClaim claim = (await other.Results.TryClaimAsync("key"))!;

        Assert.IsGreaterThan(stale.Fence, claim.Fence);
        Assert.IsFalse(await dead.Results.StoreAsync(Result("\"late\""), stale));
        Assert.IsTrue(await other.Results.StoreAsync(Result("\"right\""), claim));
        Assert.AreEqual("\"right\"", (await dead.Results.FindAsync("key"))!.Output);
    }

    [TestMethod]
    public async Task StoreAsync_CallsBeforeIt_AreInTheCallLog()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker worker = new(home);
        Call call = new(Guid.NewGuid(), "run-1", "run-1:round-1", "test.function", 1, "key", DateTimeOffset.UnixEpoch);
        worker.Notes.Started(call);
        worker.Notes.Finished(call, new CallEnd(CallOutcome.Computed, DateTimeOffset.UnixEpoch.AddSeconds(1), TimeSpan.FromSeconds(1)));

        await worker.Results.StoreAsync(Result("1"));

        LoggedCall logged = (await home.Rooms.Results.CallsOfRunAsync("run-1")).Single();
        Assert.AreEqual(call, logged.Call);
        Assert.AreEqual(CallOutcome.Computed, logged.End!.Outcome);
    }

    [TestMethod]
    public async Task Notes_ACallUnderWay_IsSeenThereUntilItsWorkerVanishes()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker worker = new(home);
        Call call = new(Guid.NewGuid(), "run-1", "run-1:round-1", "test.function", 1, "key", home.Time.GetUtcNow());
        worker.Notes.Started(call);
        worker.Notes.Progressed(call, new CallProgress(3, 10, "steps"));
        worker.Notes.Progressed(call, new CallProgress(4, 10, "steps"));
        await worker.Notes.SendAsync(CancellationToken.None);
        CallLine seen = home.Tree.Snapshot().Single();
        Assert.AreEqual((1, new CallProgress(4, 10, "steps")), (seen.Running, seen.Progress));

        home.Rooms.Watched.EndSilent(SharedRooms.Lease);
        Assert.AreEqual(1, home.Tree.Snapshot().Single().Running, "It is alive.");
        home.Time.Advance(SharedRooms.Lease + TimeSpan.FromSeconds(1));
        home.Rooms.Watched.EndSilent(SharedRooms.Lease);

        Assert.AreEqual(0, home.Tree.Snapshot().Single().Running);
        worker.Notes.Finished(call, new CallEnd(CallOutcome.Computed, home.Time.GetUtcNow(), TimeSpan.FromSeconds(1)));
        await worker.Notes.SendAsync(CancellationToken.None);
        Assert.AreEqual(0, home.Tree.Snapshot().Single().Running);
    }

    [TestMethod]
    public async Task Notes_ACallThatOnlySaysHowFarItIs_IsSeenAsAlive()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker worker = new(home);
        Call call = new(Guid.NewGuid(), "run-1", "run-1:round-1", "test.function", 1, "key", home.Time.GetUtcNow());
        worker.Notes.Started(call);
        await worker.Notes.SendAsync(CancellationToken.None);
        home.Time.Advance(SharedRooms.Lease - TimeSpan.FromSeconds(1));
        worker.Notes.Progressed(call, new CallProgress(4, 10, "steps"));
        await worker.Notes.SendAsync(CancellationToken.None);
        home.Time.Advance(TimeSpan.FromSeconds(2));

        home.Rooms.Watched.EndSilent(SharedRooms.Lease);

        Assert.AreEqual(1, home.Tree.Snapshot().Single().Running);
    }

    [TestMethod]
    public async Task HeldWork_ACallIsUnderWayThatClaimsNothing_TheWorkerIsSeenAsAlive()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker worker = new(home);
        Call call = new(Guid.NewGuid(), "run-1", "run-1:round-1", "test.function", 1, "key", home.Time.GetUtcNow());
        worker.Notes.Started(call);
        worker.Held.Started(call);
        await worker.Notes.SendAsync(CancellationToken.None);
        home.Time.Advance(SharedRooms.Lease - TimeSpan.FromSeconds(1));

        await worker.Held.RenewAsync();
        home.Time.Advance(TimeSpan.FromSeconds(2));
        home.Rooms.Watched.EndSilent(SharedRooms.Lease);

        Assert.AreEqual(1, home.Tree.Snapshot().Single().Running);
    }

    [TestMethod]
    public async Task BeginAsync_Answered_IsFoundByAllWithEveryByte()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker one = new(home), other = new(home);
        RecordedResponse response = new("Antwort", "stop", null, 3, 4, new byte[] { 0, 255, 7 });
        Assert.IsNull(await one.Ledger.FindAsync(Key, CancellationToken.None));

        Admitted admitted = (Admitted)await one.Ledger.BeginAsync(Key, Account, new Reservation(50, 9), CancellationToken.None);
        await one.Ledger.RecordAsync(admitted, Key, Account, new Reservation(50, 9), response, 0.25m);

        RecordedResponse found = (await other.Ledger.FindAsync(Key, CancellationToken.None))!;
        CollectionAssert.AreEqual(response.Raw.ToArray(), found.Raw.ToArray());
        Assert.AreEqual(response, found with { Raw = response.Raw });
        Assert.AreEqual(new Spending(1, 7, 0.25m), home.Rooms.Ledger.SpentBy("run-1"));
        Assert.AreEqual(new BudgetLimits(Calls: 7, Money: 1.5m), other.Ledger.BudgetOf("run-1"));
    }

    [TestMethod]
    public async Task BeginAsync_TwoWorkersForTheLastOfABudget_OneIsAdmittedAndTheOthersRunPauses()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker one = new(home), other = new(home);
        await home.Rooms.Ledger.SetBudgetAsync("run-1", new BudgetLimits(Tokens: 150));
        Reservation reservation = new(100, 0);
        LedgerKey otherKey = new(new string('b', 64));
        Task<Admission>[] both =
            [one.Ledger.BeginAsync(Key, Account, reservation, CancellationToken.None), other.Ledger.BeginAsync(otherKey, Account, reservation, CancellationToken.None)];
        Task<Admission> first = await Task.WhenAny(both);
        Admitted admitted = (Admitted)await first;
        (HomeLedger ledger, LedgerKey key) = first == both[0] ? (one.Ledger, Key) : (other.Ledger, otherKey);

        await ledger.RecordAsync(admitted, key, Account, reservation, new RecordedResponse("x", null, null, 40, 40, default), 0);

        RunPausedException paused = await Assert.ThrowsAsync<RunPausedException>(() => both.Single(task => task != first));
        StringAssert.Contains(paused.Message, "tapir budget run-1 add");
        Assert.AreEqual(new Spending(1, 80, 0), home.Rooms.Ledger.SpentBy("run-1"));
    }

    [TestMethod]
    public async Task EndAsync_NotCharged_GivesTheReservationBack()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker worker = new(home);
        Admitted admitted = (Admitted)await worker.Ledger.BeginAsync(Key, Account, new Reservation(50, 9), CancellationToken.None);

        await worker.Ledger.EndAsync(admitted, Account, new Reservation(50, 9), UnansweredEnd.NotCharged);

        Assert.AreEqual(default, home.Rooms.Ledger.SpentBy("run-1"));
    }

    [TestMethod]
    public async Task StoreAsync_TheDiskThereIsFull_SaysSoAsTheIndexItselfDoes()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker worker = new(home);
        await RefuseAsync(home, "results");
        await RefuseAsync(home, "claims");

        ResultIndexException refused = await Assert.ThrowsExactlyAsync<ResultIndexException>(() => worker.Results.StoreAsync(Result("1")));

        StringAssert.Contains(refused.Message, home.Files.File("results.db"));
        await Assert.ThrowsExactlyAsync<ResultIndexException>(() => worker.Results.TryClaimAsync("key"));
    }

    [TestMethod]
    public async Task Results_TheMachineStaysAway_AreAskedForInVainAsAtAnIndexThatCannotBeUsed()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker worker = new(home, new Uri("http://127.0.0.1:9"), new SlowPauses(10_000));

        foreach (Func<Task> call in (Func<Task>[])[() => worker.Results.FindAsync("key"), () => worker.Results.TryClaimAsync("key"), () => worker.Results.StoreAsync(Result("1"))])
        {
            ResultIndexException away = await Assert.ThrowsExactlyAsync<ResultIndexException>(call);
            StringAssert.Contains(away.Message, "has not answered");
        }
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_AnotherWorkerHoldsTheKey_EndsWhenThatIsThrough()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker one = new(home), other = new(home);
        await other.Results.WaitForClaimAsync("key");
        ResultClaim claim = (await one.Results.TryClaimAsync("key"))!;
        Task wait = other.Results.WaitForClaimAsync("key");

        Assert.IsTrue(await one.Results.StoreAsync(Result("1"), claim));

        // By the clock there no time has passed.
        await wait.WaitAsync(TestContext.CancellationToken);
        Assert.AreEqual(Result("1"), await other.Results.FindAsync("key"));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task WaitForClaimAsync_TheOneWhoWaitsIsTerminated_GivesUp()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker one = new(home), other = new(home);
        await one.Results.TryClaimAsync("key");
        using CancellationTokenSource terminated = new();
        Task wait = other.Results.WaitForClaimAsync("key", terminated.Token);

        await terminated.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => wait);
    }

    [TestMethod]
    public async Task StoreAsync_TheAnswerIsLost_IsStoredAllTheSame()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker worker = new(home, client: new DeafClient(home.Connect()));
        ResultClaim claim = (await worker.Results.TryClaimAsync("key"))!;

        Assert.IsTrue(await worker.Results.StoreAsync(Result("1"), claim));
    }

    [TestMethod]
    public async Task Notes_TheAnswerIsLost_CountOnce()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker worker = new(home, client: new DeafClient(home.Connect()));
        Call call = new(Guid.NewGuid(), "run-1", "run-1:round-1", "test.function", 1, "key", home.Time.GetUtcNow());
        worker.Ledger.CountHit(Account);
        worker.Notes.Started(call);
        worker.Notes.Finished(call, new CallEnd(CallOutcome.Computed, home.Time.GetUtcNow(), TimeSpan.FromSeconds(1)));
        await worker.Notes.SendAsync(CancellationToken.None);
        worker.Ledger.CountHit(Account);

        await worker.Notes.SendAsync(CancellationToken.None);

        // Written after what came before it.
        await home.Rooms.Ledger.SetBudgetAsync("run-1", new BudgetLimits(Tokens: 150));
        Assert.AreEqual(2, home.Rooms.Ledger.TotalsOf("run-1").Single().Hits);
        Assert.AreEqual(1, home.Tree.Snapshot().Single().Computed);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task BeginCall_TheSameRequestIsBeingAsked_ItsHeadersComeBeforeTheWaitIsOver()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        await using Worker one = new(home), other = new(home);
        await one.Ledger.BeginAsync(Key, Account, new Reservation(50, 9), CancellationToken.None);
        BeginCallRequest request = new() { Token = "another", Key = Key.Hex, Account = LedgerWire.Of(Account), Reserved = LedgerWire.Of(new Reservation(50, 9)) };

        using AsyncUnaryCall<BeginCallReply> waiting = new Host.Sharing.Wire.Sharing.SharingClient(home.Connect()).BeginCallAsync(request);

        await waiting.ResponseHeadersAsync.WaitAsync(TestContext.CancellationToken);
        Assert.IsFalse(waiting.ResponseAsync.IsCompleted);
    }

    [TestMethod]
    public async Task BeginAsync_CutAgainAfterALongWaitInBetween_IsAskedAgain()
    {
        await using SharedFolder home = await SharedFolder.OpenAsync();
        SlowPauses clock = new(10_000);
        await using Worker worker = new(home, patient: clock, client: new CutClient(home.Connect(), clock));

        Assert.IsInstanceOfType<Admitted>(await worker.Ledger.BeginAsync(Key, Account, new Reservation(50, 9), CancellationToken.None));
    }

    private static StoredResult Result(string output) =>
        new("key", "test.function", 2, "cpu", "run-1", "{}", output, Reproducible: true, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), TimeSpan.FromMilliseconds(77));

    // As a full disk would.
    private static async Task RefuseAsync(SharedFolder home, string table)
    {
        await using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={home.Files.File("results.db")};Pooling=False");
        await connection.OpenAsync();
        await using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"CREATE TRIGGER refuse_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> LeaseOfAsync(SharedFolder home)
    {
        await using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={home.Files.File("results.db")};Pooling=False");
        await connection.OpenAsync();
        await using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT leased_until FROM claims";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What a worker on another machine reaches the state folder by; one that stands still is dead.</summary>
    private sealed class Worker : IAsyncDisposable
    {
        public Worker(SharedFolder home, Uri? address = null, TimeProvider? patient = null, Host.Sharing.Wire.Sharing.SharingClient? client = null)
        {
            client ??= new(home.Connect(address));
            string name = Guid.NewGuid().ToString("n");
            HomePatience patience = new(patient ?? TimeProvider.System, NullLogger<HomePatience>.Instance);
            Held = new HeldWork(client, name, Time, NullLogger<HeldWork>.Instance);
            Notes = new HomeNotes(client, name, Time, NullLogger<HomeNotes>.Instance);
            Results = new HomeResults(client, patience, Held, Notes);
            Ledger = new HomeLedger(client, patience, Held, Notes, new HomeRuns(client, patience, TimeProvider.System, CancellationToken.None));
        }

        /// <value>By which it renews what it holds.</value>
        public FakeTimeProvider Time { get; } = new();

        public HeldWork Held { get; }

        public HomeNotes Notes { get; }

        public HomeResults Results { get; }

        public HomeLedger Ledger { get; }

        public async ValueTask DisposeAsync()
        {
            await Notes.DisposeAsync();
            await Held.DisposeAsync();
        }
    }

    /// <summary>Does not hear the first answer to a note, or to a result that it stores.</summary>
    private sealed class DeafClient(ChannelBase channel) : Host.Sharing.Wire.Sharing.SharingClient(channel)
    {
        private int unheardNotes, unheardResults;

        public override AsyncUnaryCall<NoteReply> NoteAsync(NoteRequest request, CallOptions options) =>
            Interlocked.Increment(ref unheardNotes) == 1 ? Lost(base.NoteAsync(request, options)) : base.NoteAsync(request, options);

        public override AsyncUnaryCall<StoreResultReply> StoreResultAsync(StoreResultRequest request, CallOptions options) =>
            Interlocked.Increment(ref unheardResults) == 1 ? Lost(base.StoreResultAsync(request, options)) : base.StoreResultAsync(request, options);

        private static AsyncUnaryCall<T> Lost<T>(AsyncUnaryCall<T> call)
        {
            return new AsyncUnaryCall<T>(LoseAsync(), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);

            async Task<T> LoseAsync()
            {
                await call.ResponseAsync;
                throw new RpcException(new Status(StatusCode.Unavailable, "cut"));
            }
        }
    }

    /// <summary>Is cut off when it asks to begin a call, is connected then and waits for twenty minutes, and is cut off again.</summary>
    private sealed class CutClient(ChannelBase channel, SlowPauses clock) : Host.Sharing.Wire.Sharing.SharingClient(channel)
    {
        private int asked;

        public override AsyncUnaryCall<BeginCallReply> BeginCallAsync(BeginCallRequest request, CallOptions options) => ++asked switch
        {
            1 => Cut(Task.FromException<Metadata>(Unavailable())),
            2 => Cut(WaitAsync()),
            _ => base.BeginCallAsync(request, options),
        };

        private static RpcException Unavailable() => new(new Status(StatusCode.Unavailable, "cut"));

        private static AsyncUnaryCall<BeginCallReply> Cut(Task<Metadata> headers) =>
            new(Task.FromException<BeginCallReply>(Unavailable()), headers, () => Status.DefaultCancelled, () => [], () => { });

        private Task<Metadata> WaitAsync()
        {
            clock.Advance(TimeSpan.FromMinutes(20));
            return Task.FromResult(Metadata.Empty);
        }
    }
}
