using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Specs.Allowance;

/// <summary>What a spec may name of the world outside it: files, endpoints, environment variables.</summary>
internal abstract class SpecAllowance
{
    /// <summary>For specs of the operator: whatever that user may.</summary>
    public static SpecAllowance Everything { get; } = new Unlimited();

    public abstract SpecOrigin Origin { get; }

    /// <summary>Everything that the spec names and may not, with the key at fault. Tells nothing of what is there and what is not.</summary>
    public abstract IEnumerable<(string Key, string Message)> Check(RunSpec spec);

    /// <summary>The spec with what was checked in the place of what was written, so that a link that is changed later leads nowhere else.</summary>
    public abstract RunSpec Settle(RunSpec spec);

    private sealed class Unlimited : SpecAllowance
    {
        public override SpecOrigin Origin => SpecOrigin.Operator;

        public override IEnumerable<(string Key, string Message)> Check(RunSpec spec) => [];

        public override RunSpec Settle(RunSpec spec) => spec;
    }
}
