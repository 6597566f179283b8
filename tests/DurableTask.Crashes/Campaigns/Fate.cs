namespace Tapir.DurableTask.Crashes.Tests.Campaigns;

/// <summary>How one life of the sidecar is to end.</summary>
/// <param name="CrashAt">The instant at which it kills itself, as <c>LISTENER/INSTANT:N</c>; null to be killed by the clock.</param>
/// <param name="After">When it is killed by the clock, counted from when it listens.</param>
/// <param name="InItsStart">Whether that is counted from its process's start instead, so that it dies while it opens the hub.</param>
/// <param name="Worker">What becomes of the worker meanwhile.</param>
internal sealed record Fate(string? CrashAt, TimeSpan After, bool InItsStart, WorkerFate Worker)
{
    // Those at the end come by rarely, so the first time has to do.
    private static readonly string[] Frequent =
    [
        "turn.before-commit", "turn.after-commit", "turn.before-reply", "turn.after-reply", "activity.before-commit", "activity.after-commit", "activity.before-reply", "activity.after-reply",
        "item.before-send", "item.after-send", "start.before-commit", "start.after-commit", "start.before-reply", "start.after-reply", "event.before-commit", "event.after-commit",
        "event.before-reply", "event.after-reply", "timer.before-commit", "timer.after-commit",
    ];

    private static readonly string[] Rare =
    [
        "rewind.before-commit", "rewind.after-commit", "rewind.before-reply", "rewind.after-reply", "purge.before-commit", "purge.after-commit", "purge.before-reply", "purge.after-reply",
        "loss.before-commit", "loss.after-commit",
    ];

    /// <summary>All instants that a sidecar can be killed at.</summary>
    public static IReadOnlyList<string> Instants { get; } = [.. Frequent, .. Rare];

    /// <summary>Deaths for ever: at each instant once in each round, and at random between them.</summary>
    public static IEnumerable<Fate> Draw(Random random)
    {
        while (true)
        {
            string[] round = [.. Instants];
            random.Shuffle(round);
            foreach (string instant in round)
            {
                bool loss = instant.StartsWith("loss.", StringComparison.Ordinal);
                int occurrence = Rare.Contains(instant) ? 1 : 1 + random.Next(random.Next(4) == 0 ? 100 : 12);
                yield return new($"Tapir.Sidecar/{instant}:{occurrence}", TimeSpan.FromSeconds(4), InItsStart: false, loss ? WorkerFate.Dies : Draw(random, 5));
                if (random.Next(4) == 0)
                {
                    bool start = random.Next(4) == 0;
                    yield return new(CrashAt: null, TimeSpan.FromMilliseconds(random.Next(20, start ? 700 : 1200)), start, Draw(random, 2));
                }
            }
        }
    }

    private static WorkerFate Draw(Random random, int oneIn) => random.Next(oneIn) != 0 ? WorkerFate.Lives : random.Next(2) == 0 ? WorkerFate.Dies : WorkerFate.DiesToo;
}
