using System.IO.Compression;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Testing;
using Tapir.Functions;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Preference;

namespace Tapir.Orchestrations.Tests;

/// <summary>Histories that released versions wrote (<c>tapir history RUN</c>, zipped), replayed by today's orchestrations: what runs while Tapir is upgraded must go on. A change that
/// differs from one belongs behind a new version of the orchestration; the fixture stays as it is.</summary>
[TestClass]
public sealed class ReleasedHistoriesTests
{
    private static readonly OrchestrationReplay Today = new(
        tasks => tasks.AddOrchestrator<Distillation>().AddOrchestrator<CurriculumRound>().AddOrchestrator<PreferenceTuning>(), FunctionJson.Converter);

    public static IEnumerable<string> Files => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Histories"), "*.json.gz", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(AppContext.BaseDirectory, file)).Order(StringComparer.Ordinal);

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void Replay_HistoryOfARelease_IsFollowedToItsEnd(string file)
    {
        IReadOnlyList<RecordedHistory> histories = Read(file);

        ReplayDifference[] differences = [.. histories.Select(Today.Check).OfType<ReplayDifference>()];

        Assert.IsEmpty(differences, string.Join('\n', differences.Select(difference => difference.ToString())));
        Assert.IsTrue(histories.All(history => history.Events.Any(happened => happened.ExecutionCompleted is not null)), "Each instance of these runs had ended.");
    }

    [TestMethod]
    public void Replay_ALaterCallUnderAnotherName_IsNamed()
    {
        RecordedHistory run = Read(Files.First())[0];
        (int position, HistoryEvent call) = run.Events.Index().Last(entry => entry.Item.TaskScheduled is not null);
        call.TaskScheduled.Name = "students.renamed";

        ReplayDifference? difference = Today.Check(run);

        Assert.AreEqual(position, difference?.Position, difference?.ToString());
        StringAssert.Contains(difference!.Recorded, "students.renamed");
    }

    private static IReadOnlyList<RecordedHistory> Read(string file)
    {
        using FileStream zipped = File.OpenRead(Path.Combine(AppContext.BaseDirectory, file));
        using GZipStream unzipped = new(zipped, CompressionMode.Decompress);
        using StreamReader text = new(unzipped);
        return RecordedHistory.Read(text.ReadToEnd());
    }
}
