using Tapir.Activities.Reporting;
using Tapir.Activities.Reporting.Charts;

namespace Tapir.Host.Dashboard.Charts;

/// <summary>What of a run changes within a round.</summary>
/// <param name="Loss">Of the training under way; empty while none is.</param>
/// <param name="Tokens">Tokens in and out that were paid for until then.</param>
/// <param name="Money">Money until then; as many points as there are of tokens.</param>
public sealed record RunCourse(IReadOnlyList<LossPoint> Loss, IReadOnlyList<SpentPoint> Tokens, IReadOnlyList<SpentPoint> Money)
{
    public static readonly RunCourse None = new([], [], []);
}
