using Tapir.Host.State;

namespace Tapir.Host.Access;

/// <summary>The keys cannot be read, so nobody is let in.</summary>
internal sealed class KeyFileException(string message) : StateException(message);
