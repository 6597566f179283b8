using Tapir.Host.Access;
using Tapir.Host.Dashboard.Access;
using Tapir.Host.Scheduling;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Dashboard.Schedules;

/// <summary>What can be done to a schedule by a button. What is told is durable at once, also where nobody works on schedules now.</summary>
internal sealed class ScheduleOrders(ScheduleControl control, PageDeeds deeds)
{
    private const string Later = "is told; it is heeded as soon as a process works on schedules (`tapir serve`)";

    public Task PauseAsync(string name) => deeds.TryAsync(
        KeyScope.Run, async () => deeds.Say($"{name} {((await control.PauseAsync(name, CancellationToken.None)).IsHeeded ? "is paused" : Later)}."));

    public Task ResumeAsync(string name) => deeds.TryAsync(
        KeyScope.Run, async () => deeds.Say($"{name} {((await control.ResumeAsync(name, CancellationToken.None)).IsHeeded ? "goes on" : Later)}."));

    /// <summary>Starts a run now, also while it is paused.</summary>
    public Task RunNowAsync(string name) => deeds.TryAsync(KeyScope.Run, async () =>
    {
        StartedBySchedule started = await control.RunNowAsync(name, requestKey: null, CancellationToken.None);
        deeds.Say(started.Attempt is { } attempt ? $"{name}: {attempt.Describe()}." : $"{name} {Later}.");
    });

    /// <summary>Removes it after asking. Runs that it has started go on.</summary>
    public async Task RemoveAsync(string name)
    {
        if (await deeds.IsSureAsync($"Remove {name}?", "It starts nothing any more. Runs that it has started go on.", "Remove"))
        {
            await deeds.TryAsync(KeyScope.Admin, async () => deeds.Say($"{name} {(await control.RemoveAsync(name, CancellationToken.None) ? "is removed" : Later)}."));
        }
    }

    /// <summary>Makes one.</summary>
    /// <returns>Whether it was made.</returns>
    public Task<bool> AddAsync(ScheduleDefinition definition) => deeds.TryAsync(KeyScope.Admin, async () =>
    {
        // A form for new ones does not change another that happens to have the name.
        await control.Book.AddAsync(definition, CancellationToken.None);
        deeds.Say($"{definition.Name} is made.");
    });
}
