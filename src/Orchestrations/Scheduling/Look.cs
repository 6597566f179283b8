namespace Tapir.Orchestrations.Scheduling;

/// <summary>What a look at a schedule's trigger showed.</summary>
/// <param name="Due">Starts to make now, earliest first.</param>
/// <param name="Cursor">Starts up to then have been dealt with, those in <paramref name="Due"/> included. UTC.</param>
/// <param name="Next">When to look again, always later than now; null when nothing will come any more.</param>
/// <param name="Upcoming">The next starts by the clock, jitter included, at most five.</param>
public sealed record Look(IReadOnlyList<Occurrence> Due, DateTimeOffset Cursor, DateTimeOffset? Next, IReadOnlyList<DateTimeOffset> Upcoming);
