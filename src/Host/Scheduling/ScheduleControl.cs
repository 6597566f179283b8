using System.Security.Cryptography;
using System.Text;
using Tapir.Host.Engine;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>What can be done to schedules over HTTP and on the page: the same as by command. All of it is durable at once; whether it has been heeded yet is told.</summary>
internal sealed class ScheduleControl(TapirEngine engine, TimeProvider clock)
{
    // Whoever works on schedules heeds a command in milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public ScheduleBook Book { get; } = new(engine.Client, clock);

    /// <summary>All schedules, by name.</summary>
    public async Task<IReadOnlyList<ScheduleDocument>> ListAsync(CancellationToken cancellation) => [.. (await Book.ListAsync(cancellation)).Select(Show)];

    /// <exception cref="UnknownScheduleException">There is no such schedule.</exception>
    public async Task<ScheduleDocument> ReadAsync(string name, CancellationToken cancellation) => Show(await Book.GetAsync(name, cancellation));

    /// <summary>Makes a schedule, or lets the one of its name be this one from now on. The same again changes nothing.</summary>
    /// <exception cref="ScheduleStateException">There is one of this name that comes from <c>host.json</c>.</exception>
    public async Task<PutSchedule> PutAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        if (await Book.TryGetAsync(definition.Name, cancellation) is not { } before)
        {
            await Book.AddAsync(definition, cancellation);
            return new PutSchedule(await ReadAsync(definition.Name, cancellation), IsNew: true, IsHeeded: true);
        }

        ScheduleRights.AssertByCommand(before);
        if (before.Failure is not null)
        {
            await Book.AddOrReplaceAsync(definition, cancellation);
            return new PutSchedule(await ReadAsync(definition.Name, cancellation), IsNew: false, IsHeeded: true);
        }

        bool isHeeded = ScheduleServing.IsSame(before.Definition, definition) || await TellAsync(before, new ChangeSchedule(definition), cancellation);
        return new PutSchedule(await ReadAsync(definition.Name, cancellation), IsNew: false, isHeeded);
    }

    /// <summary>Lets a schedule start nothing until it is resumed.</summary>
    public Task<ToldSchedule> PauseAsync(string name, CancellationToken cancellation) => ChangeAsync(name, new PauseSchedule(), cancellation);

    /// <summary>Lets a paused schedule go on with its next time.</summary>
    public Task<ToldSchedule> ResumeAsync(string name, CancellationToken cancellation) => ChangeAsync(name, new ResumeSchedule(), cancellation);

    /// <summary>Starts a run now, also while the schedule is paused.</summary>
    /// <param name="requestKey">The same key starts one run, however often it is asked for; null for one of its own.</param>
    /// <exception cref="UnknownScheduleException">There is no such schedule.</exception>
    /// <exception cref="ScheduleStateException">It has ended by a fault.</exception>
    public async Task<StartedBySchedule> RunNowAsync(string name, string? requestKey, CancellationToken cancellation)
    {
        ScheduleEntry before = await Book.GetAsync(name, cancellation);
        ScheduleRights.AssertAlive(before);
        string key = requestKey is null ? $"now-{Guid.CreateVersion7():N}" : $"now-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(requestKey)))[..32]}";
        string asked = new Occurrence(key, clock.GetUtcNow(), StartCause.Hand).RequestKey(before.Name);
        if (engine.Requests.Find(asked) is { } started)
        {
            return new StartedBySchedule(started.Id, Attempt: null, before.Definition.Overlap);
        }

        await Book.TellAsync(before.Name, new RunScheduleNow(key), cancellation);
        await Book.WaitUntilAsync(before.Name, entry => AttemptOf(entry, key) is not null, Patience, cancellation);
        return new StartedBySchedule(engine.Requests.Find(asked)?.Id, AttemptOf(await Book.TryGetAsync(before.Name, cancellation), key), before.Definition.Overlap);
    }

    /// <summary>Removes a schedule. Runs that it has started go on.</summary>
    /// <returns>False when nobody has heeded it yet.</returns>
    /// <exception cref="UnknownScheduleException">There is no such schedule.</exception>
    /// <exception cref="ScheduleStateException">It comes from <c>host.json</c>.</exception>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellation)
    {
        ScheduleEntry before = await Book.GetAsync(name, cancellation);
        ScheduleRights.AssertByCommand(before);
        if (before.Failure is null)
        {
            await Book.TellAsync(before.Name, new RemoveSchedule(), cancellation);
            if (!await Book.WaitUntilAsync(before.Name, left => left is null, Patience, cancellation))
            {
                return false;
            }
        }

        await Book.ClearAsync(before.Name, cancellation);
        return true;
    }

    private static AttemptDocument? AttemptOf(ScheduleEntry? entry, string key) =>
        entry?.Status.LastAttempt is { } attempt && attempt.Occurrence.Key == key ? AttemptDocument.Of(attempt) : null;

    private async Task<ToldSchedule> ChangeAsync(string name, ScheduleCommand command, CancellationToken cancellation)
    {
        ScheduleEntry before = await Book.GetAsync(name, cancellation);
        ScheduleRights.AssertAlive(before);
        bool isHeeded = await TellAsync(before, command, cancellation);
        return new ToldSchedule(await ReadAsync(before.Name, cancellation), isHeeded);
    }

    private async Task<bool> TellAsync(ScheduleEntry before, ScheduleCommand command, CancellationToken cancellation)
    {
        await Book.TellAsync(before.Name, command, cancellation);
        return await Book.WaitUntilAsync(before.Name, entry => entry?.Status.CommandsTaken > before.Status.CommandsTaken, Patience, cancellation);
    }

    private ScheduleDocument Show(ScheduleEntry entry) => ScheduleDocument.Of(entry, clock.GetUtcNow());
}
