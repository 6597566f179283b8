namespace Tapir.Activities.Reporting;

/// <summary>Calls of one durable function.</summary>
/// <param name="Function">Name and version, for example <c>judging.score-shard@1</c>.</param>
/// <param name="Computed">Calls that were computed.</param>
/// <param name="Cached">Calls answered from the cache, those that joined a running one included.</param>
/// <param name="Failed">Calls that failed, retries included.</param>
/// <param name="Seconds">Seconds of computing, summed over calls (which may overlap in time).</param>
public sealed record FunctionTime(string Function, long Computed, long Cached, long Failed, double Seconds);
