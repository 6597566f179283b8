using Tapir.Host.Results;

namespace Tapir.Host.Tests.Results;

/// <summary>A run on which views and texts are tried: S_0, and S_1, which was also asked for a task that S_0 was not.</summary>
internal static class SampleRun
{
    public static RunDocument Started { get; } = new(
        "tiny-1", "running", "round 1 of 3: writing", Message: null, Rounds: [], Calls: 1234, Tokens: 5678, Cost: 0, Student: null, Report: null);

    public static RunDocument Measured { get; } = Started with { Rounds = [RoundOf(0, 0.123, new() { ["Math"] = 0.25 }), RoundOf(1, 0.341, new() { ["Math"] = 0.5, ["Sorting"] = 0.75 })] };

    public static RunDocument Tuned { get; } = Measured with
    {
        Preference = new PreferenceDocument(
            "S_1 + preference", 0.4, 0.38, 0.42, Loss: 1.2, new Dictionary<string, TaskDocument> { ["Math"] = new TaskDocument(60, 100, 0.6, 0.5, 0.7) }, TrainedTokens: 500, Pairs: 1204, PairSet: "pairs"),
    };

    /// <param name="tasks">Accuracy by task label.</param>
    public static RoundDocument RoundOf(int round, double accuracy, Dictionary<string, double> tasks) => new(
        round,
        accuracy,
        accuracy - 0.02,
        accuracy + 0.02,
        Loss: 2.5 - round,
        tasks.ToDictionary(task => task.Key, task => new TaskDocument((int)(task.Value * 100), 100, task.Value, task.Value - 0.1, Math.Min(1, task.Value + 0.1))),
        TrainedTokens: 1000,
        TrainingSet: "digest");
}
