using Tapir.Host.State;

namespace Tapir.Host.Scheduling;

/// <summary>What was asked cannot be done to a schedule as it is now.</summary>
internal sealed class ScheduleStateException(string message) : StateException(message);
