using Tapir.Host.Serving;

namespace Tapir.Host.Examples;

/// <summary>What there is to look into of a run's examples.</summary>
/// <param name="Index">Null while there is none.</param>
/// <param name="Digest">Names what the index was built from; another one holds other examples.</param>
/// <param name="Share">How much of the index that is being built is done, 0 to 1; null while none is.</param>
/// <param name="Problem">Why none can be built; null when it can.</param>
internal sealed record ShelvedExamples(RunView View, ExampleIndex? Index, string Digest, double? Share, string? Problem)
{
    /// <value>ready, building, none (before the first round is done) or failed.</value>
    public string State => Problem is not null ? "failed" : Share is not null ? "building" : Index is not null ? "ready" : "none";
}
