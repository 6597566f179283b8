namespace Tapir.Host.Results;

/// <summary>What <c>validate --json</c> says of a spec without faults. The names are a contract with scripts.</summary>
/// <param name="Name">What its runs are called.</param>
internal sealed record ValidSpecDocument(string Name, EstimateDocument Estimate);
