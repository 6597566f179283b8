using Tapir.Curriculum.Examples;

namespace Tapir.Curriculum.Assembly;

/// <summary>What went into a training set and what stayed out.</summary>
/// <param name="WantedHardShare">α as asked for, 0 to 1.</param>
/// <param name="ActualHardShare">The (weighted) share of the response tokens that is hard, 0 to 1; 0 in an empty set.</param>
/// <param name="HardShareReason">Why the two differ by more than a hundredth; null where they do not.</param>
/// <param name="Hard">Hard examples in the set.</param>
/// <param name="Expanded">Expanded examples in the set.</param>
/// <param name="Fill">Other examples of the pool in the set.</param>
/// <param name="Tokens">Response tokens in the set.</param>
/// <param name="Repeated">Candidates left out because the same id or, after normalisation, the same instruction was there before.</param>
/// <param name="HeldOut">Candidates left out because they are, or overlap, a held-out instruction.</param>
/// <param name="NotNeeded">Candidates left out because the share or the budget had no room for them.</param>
public sealed record AssemblyReport(
    double WantedHardShare,
    double ActualHardShare,
    string? HardShareReason,
    int Hard,
    int Expanded,
    int Fill,
    TokenCount Tokens,
    int Repeated,
    int HeldOut,
    int NotNeeded);
