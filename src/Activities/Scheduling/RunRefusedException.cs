namespace Tapir.Activities.Scheduling;

/// <summary>A run may not be started as things are; the message says why, for whoever looks at the schedule.</summary>
public sealed class RunRefusedException(string message) : Exception(message);
