using System.Text.Json.Serialization;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>What a schedule is told by <see cref="ScheduleInstances.CommandEvent"/>. In JSON the property <c>$type</c> says what.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$type")]
[JsonDerivedType(typeof(PauseSchedule), "pause")]
[JsonDerivedType(typeof(ResumeSchedule), "resume")]
[JsonDerivedType(typeof(RunScheduleNow), "run-now")]
[JsonDerivedType(typeof(ChangeSchedule), "change")]
[JsonDerivedType(typeof(RemoveSchedule), "remove")]
public abstract record ScheduleCommand
{
    private protected ScheduleCommand()
    {
    }
}

/// <summary>Start nothing until told to go on. Times that pass meanwhile are not missed; files that come meanwhile are new afterwards.</summary>
public sealed record PauseSchedule : ScheduleCommand;

/// <summary>Go on with the next time.</summary>
public sealed record ResumeSchedule : ScheduleCommand;

/// <summary>Start a run now, also while paused; what to do on overlap holds for it too. Where files are watched, it starts from the set that was taken last.</summary>
/// <param name="Key">Chosen by whoever asks; the same key starts one run, however often it comes.</param>
public sealed record RunScheduleNow(string Key) : ScheduleCommand;

/// <summary>Be another schedule of the same name from now on. Where its times are others, those that have passed are not missed.</summary>
public sealed record ChangeSchedule(ScheduleDefinition Definition) : ScheduleCommand;

/// <summary>End. Runs that were started go on.</summary>
public sealed record RemoveSchedule : ScheduleCommand;
