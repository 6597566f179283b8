using Tapir.Functions;

namespace Tapir.Host.Live;

/// <summary>One line of the live tree: the calls of one function in one part of the run.</summary>
/// <param name="Part"><c>run</c>, or the sub-orchestration, such as <c>round-2</c>.</param>
/// <param name="Elapsed">From the first start to the last end, or to now while any runs.</param>
/// <param name="Progress">Summed over the calls that run now; null when none says anything.</param>
internal sealed record CallLine(
    string Part, string Function, int Running, int Computed, int Cached, int Failed, TimeSpan Elapsed, CallProgress? Progress, string? LastError);
