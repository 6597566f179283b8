using Tapir.Host.State;

namespace Tapir.Host.Serving;

/// <summary>What `tapir serve` was asked for.</summary>
/// <param name="Urls">Where to listen, such as <c>http://127.0.0.1:7071</c>; port 0 chooses a free one.</param>
/// <param name="Without">Parts to leave out.</param>
/// <param name="Sidecar">Address of the sidecar that another process runs; null to run it here.</param>
/// <param name="Functions">Which functions the worker offers, as a glob; null for all.</param>
internal sealed record ServeOptions(StateFolder State, IReadOnlyList<string> Urls, IReadOnlySet<ServePart> Without, string? Sidecar, string? Functions)
{
    public bool Has(ServePart part) => !Without.Contains(part);
}
