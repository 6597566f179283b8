namespace Tapir.Curriculum.Planning;

/// <summary>The quotas of a round and the requests that meet them.</summary>
internal sealed record ExpansionPlan(QuotaPlan Quotas, IReadOnlyList<ExpansionRequest> Requests);
