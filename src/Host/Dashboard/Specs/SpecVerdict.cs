using Tapir.Host.Results;
using Tapir.Host.Specs;

namespace Tapir.Host.Dashboard.Specs;

/// <summary>What there is to say of a spec while it is written.</summary>
internal abstract record SpecVerdict;

/// <summary>It can be run.</summary>
/// <param name="Name">What its runs are called.</param>
/// <param name="Estimate">What one will probably spend.</param>
/// <param name="Notes">What the estimate must not be read without.</param>
internal sealed record ValidSpec(string Name, EstimateDocument Estimate, IReadOnlyList<string> Notes) : SpecVerdict;

/// <summary>It cannot be run.</summary>
/// <param name="Errors">Everything that is wrong, in the order of the lines.</param>
internal sealed record BrokenSpec(IReadOnlyList<SpecError> Errors) : SpecVerdict;
