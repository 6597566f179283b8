using System.Diagnostics;

namespace Tapir.Functions.Tests;

[TestClass]
public sealed class InstantsTests
{
    [TestMethod]
    public async Task StoreAsync_Result_AnnouncesBeforeAndAfterItsCommit()
    {
        using TemporaryFolder folder = new();
        List<string> reached = [];
        using IDisposable subscription = DiagnosticListener.AllListeners.Subscribe(new Listeners(reached));
        string key = FunctionKey.Of("1");
        await using (SqliteResultIndex index = SqliteResultIndex.Open(folder.File("results.db")))
        {
            await index.StoreAsync(new StoredResult(key, "f", 1, null, null, "1", "1", true, DateTimeOffset.UnixEpoch, TimeSpan.Zero));
        }

        lock (reached)
        {
            CollectionAssert.IsSubsetOf(new[] { "result.before-commit", "result.after-commit" }, reached);
        }
    }

    private sealed class Listeners(List<string> reached) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Tapir.Results")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            lock (reached)
            {
                reached.Add(value.Key);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
