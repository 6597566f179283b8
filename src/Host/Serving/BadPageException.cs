using Tapir.Host.State;

namespace Tapir.Host.Serving;

/// <summary>A page was asked for that cannot be.</summary>
internal sealed class BadPageException(string message) : StateException(message);
