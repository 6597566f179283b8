namespace Tapir.Host.Scheduling;

/// <summary>A schedule after it was told something.</summary>
/// <param name="IsHeeded">Whether it shows already; if not, whoever works on schedules next heeds it first of all.</param>
internal sealed record ToldSchedule(ScheduleDocument Schedule, bool IsHeeded);

/// <summary>A schedule after it was made or changed.</summary>
/// <param name="IsNew">Whether there was none of this name.</param>
/// <param name="IsHeeded">As for <see cref="ToldSchedule"/>.</param>
internal sealed record PutSchedule(ScheduleDocument Schedule, bool IsNew, bool IsHeeded);
