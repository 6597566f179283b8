using Tapir.Host.State;

namespace Tapir.Host.Runs;

/// <summary>What was asked of a run does not fit where it stands.</summary>
internal sealed class RunStateException(string message) : StateException(message);
