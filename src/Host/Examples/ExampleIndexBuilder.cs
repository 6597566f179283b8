using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Judging;

namespace Tapir.Host.Examples;

/// <summary>Makes an index of a run's examples from the run's artifacts, which it reads as streams.</summary>
/// <param name="progress">Told the share that is done, 0 to 1.</param>
internal sealed class ExampleIndexBuilder(IArtifactStore artifacts, IProgress<double> progress)
{
    private const int ToldEvery = 500;
    private const int SearchedAtOnce = 1_000;

    // Letting an item be found by its texts takes about as long as reading so many rows.
    private const int SearchWork = 3;

    private long done;
    private long work;

    /// <summary>Makes the index as a whole: until it is complete there is nothing at <paramref name="path"/>, whatever is killed meanwhile.</summary>
    /// <exception cref="ArtifactLostException">An artifact is missing or damaged.</exception>
    public async Task BuildAsync(ExampleSources sources, string path, CancellationToken cancellation)
    {
        work = Math.Max(1, sources.Work * (1 + SearchWork));
        string temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (ExampleIndexWriter writer = new(temporary))
            {
                await ReadAsync(sources, writer, cancellation);
                foreach ((RoundSources before, RoundSources round) in sources.Rounds.Zip(sources.Rounds.Skip(1)))
                {
                    cancellation.ThrowIfCancellationRequested();
                    writer.AddRound(round.Round, before.PoolCount, round.PoolCount, sources.Rounds[^1].PoolCount);
                }

                LetBeFound(writer, cancellation);
                writer.Finish(sources.Threshold, sources.Planner);
            }

            using (FileStream whole = new(temporary, FileMode.Open, FileAccess.ReadWrite))
            {
                whole.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            FolderFlush.ToDisk(Path.GetDirectoryName(path)!);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private async Task ReadAsync(ExampleSources sources, ExampleIndexWriter writer, CancellationToken cancellation)
    {
        foreach (ArtifactRef shard in sources.HeldOut.Prepend(sources.Pool))
        {
            await EachAsync<Example>(shard, writer.Add, cancellation);
        }

        writer.EndExamples();
        foreach (RoundSources round in sources.Rounds)
        {
            foreach (ArtifactRef shard in round.Scores)
            {
                await EachAsync<ScoredAnswer>(shard, answer => writer.Add(round.Round - 1, answer), cancellation);
            }

            await EachAsync<GradedAnswer>(round.Grades, answer => writer.Add(round.Round, answer), cancellation);
        }

        writer.EndAnswers();
        foreach (RoundSources round in sources.Rounds.Where(round => round.Plan is not null))
        {
            RoundPlan plan = await artifacts.ReadJsonAsync<RoundPlan>(round.Plan!.Value, cancellation);
            foreach (string name in plan.HardExampleIds)
            {
                writer.AddHard(round.Round, name);
            }

            await EachAsync<Example>(round.TrainingSet, example => writer.AddTrained(round.Round, example.Id, example.Weight), cancellation);
        }
    }

    private async Task EachAsync<T>(ArtifactRef shard, Action<T> add, CancellationToken cancellation)
    {
        await foreach (T line in artifacts.ReadLinesAsync<T>(shard, cancellation))
        {
            add(line);
            Tell(1);
        }
    }

    private void LetBeFound(ExampleIndexWriter writer, CancellationToken cancellation)
    {
        long items = writer.CountItems();
        long before = done;
        for (long from = 0; from < items; from += SearchedAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.AddToSearch(from, from + SearchedAtOnce);
            // What is left is shared out over the items, however well it was guessed how many there are.
            done = before + (long)((work - before) * Math.Min(1, (double)(from + SearchedAtOnce) / items));
            progress.Report((double)done / work);
        }
    }

    private void Tell(long rows)
    {
        done += rows;
        if (done % ToldEvery == 0)
        {
            progress.Report(Math.Min(1, (double)done / work));
        }
    }
}
