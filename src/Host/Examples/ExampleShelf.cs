using Microsoft.Extensions.Logging;
using Tapir.Host.Engine;
using Tapir.Host.Serving;

namespace Tapir.Host.Examples;

/// <summary>The indexes of examples of all runs, beside their reports: found where they were built, built in the background where they are missing or a round was done
/// since, one at a time. They are named by what they were built from, and can be deleted at any time.</summary>
internal sealed class ExampleShelf(TapirEngine engine, RunBoard board, TimeProvider clock) : IAsyncDisposable
{
    private const string Beginning = "examples-";
    private const string Ending = ".index";

    // An artifact that was missing may be there again.
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(30);

    // What was not touched for so long was left by a process that was killed.
    private static readonly TimeSpan LeftOver = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Build> builds = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim one = new(1);
    private readonly CancellationTokenSource stopping = new();
    private readonly ILogger logger = engine.Loggers.CreateLogger("Tapir.Examples");

    /// <summary>What there is to look into now; begins to build what is missing.</summary>
    /// <exception cref="Runs.UnknownRunException">There is no such run.</exception>
    public async Task<ShelvedExamples> LookAsync(string id)
    {
        RunView view = await board.ReadAsync(id);
        if (ExampleSources.Of(view) is not { } sources)
        {
            return new ShelvedExamples(view, Index: null, Digest: "", Share: null, Problem: null);
        }

        string digest = sources.Digest;
        string path = PathOf(view.Run.Id, digest);
        if (File.Exists(path))
        {
            return new ShelvedExamples(view, new ExampleIndex(path), digest, Share: null, Problem: null);
        }

        Build build = BuildOf(view.Run.Id, sources, path);
        // Until it is done, what was built before the last round was.
        string? older = OthersThan(path).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();
        return new ShelvedExamples(
            view, older is null ? null : new ExampleIndex(older), older is null ? "" : Path.GetFileName(older), build.Problem is null ? build.Share : null, build.Problem);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Task[] under;
        lock (gate)
        {
            under = [.. builds.Values.Select(build => build.Work)];
        }

        await Task.WhenAll(under).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        one.Dispose();
    }

    private string PathOf(string run, string digest) => Path.Combine(engine.Runs.FolderOf(run), $"{Beginning}{digest}{Ending}");

    private static IEnumerable<string> OthersThan(string path) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Beginning}*{Ending}").Where(other => other != path);

    private Build BuildOf(string run, ExampleSources sources, string path)
    {
        lock (gate)
        {
            if (builds.TryGetValue(run, out Build? before) && before.Path == path
                && (!before.Work.IsCompleted || (before.Problem is not null && clock.GetElapsedTime(before.At) < TryAgain)))
            {
                return before;
            }

            Build build = new(path, clock.GetTimestamp());
            using (ExecutionContext.SuppressFlow())
            {
                // It outlives the request that begins it, and has more patience with a store that stays away.
                build.Work = Task.Run(() => WorkAsync(build, sources));
            }

            builds[run] = build;
            return build;
        }
    }

    private async Task WorkAsync(Build build, ExampleSources sources)
    {
        try
        {
            await one.WaitAsync(stopping.Token);
            try
            {
                // Made in the instant in which somebody else saw that it was missing, it is not made twice.
                if (!File.Exists(build.Path))
                {
                    await MakeAsync(build, sources);
                }
            }
            finally
            {
                one.Release();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Begun again by the next who looks.
        }
        catch (Exception problem)
        {
            // Nobody waits for this task: whoever looks is told by the page.
            logger.ExamplesNotBuilt(build.Path, problem.Message);
            build.Problem = problem.Message;
        }
    }

    private async Task MakeAsync(Build build, ExampleSources sources)
    {
        RemoveLeftOver(build.Path);
        await new ExampleIndexBuilder(engine.Artifacts, build).BuildAsync(sources, build.Path, stopping.Token);
        foreach (string older in OthersThan(build.Path))
        {
            File.Delete(older);
        }
    }

    private void RemoveLeftOver(string path)
    {
        IEnumerable<string> halfDone = Directory.EnumerateFiles(Path.GetDirectoryName(path)!, $"{Beginning}*{Ending}.*.tmp");
        foreach (string left in halfDone.Where(file => clock.GetUtcNow() - File.GetLastWriteTimeUtc(file) > LeftOver))
        {
            File.Delete(left);
        }
    }

    private sealed class Build(string path, long at) : IProgress<double>
    {
        private double share;

        public string Path => path;

        public long At => at;

        public double Share => Volatile.Read(ref share);

        public string? Problem { get; set; }

        public Task Work { get; set; } = Task.CompletedTask;

        public void Report(double value) => Volatile.Write(ref share, value);
    }
}
