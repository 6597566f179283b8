using Tapir.Host.State;

namespace Tapir.Host.Specs.Shelf;

/// <summary>There is no stored spec of the name or version that was asked for.</summary>
internal sealed class UnknownSpecException(string message) : StateException(message);
