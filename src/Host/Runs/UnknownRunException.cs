using Tapir.Host.State;

namespace Tapir.Host.Runs;

/// <summary>There is no run of the id that was asked for.</summary>
internal sealed class UnknownRunException(string message) : StateException(message);
