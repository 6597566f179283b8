using Tapir.Host.State;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Commands;

/// <summary>The round that a command names, or the last one.</summary>
internal static class RoundChoice
{
    /// <exception cref="StateException">The run has no such round, or none yet.</exception>
    public static RoundOutcome Of(IReadOnlyList<RoundOutcome> rounds, int? wanted, string run) => rounds.Count == 0
        ? throw new StateException($"{run} has no student yet; S_0 comes first.")
        : wanted is null
            ? rounds[^1]
            : rounds.FirstOrDefault(round => round.Round == wanted)
                ?? throw new StateException($"{run} has no S_{wanted}; it has S_0 to S_{rounds[^1].Round}.");
}
