namespace Tapir.Host.Specs;

/// <summary>Who wrote a spec.</summary>
public enum SpecOrigin
{
    /// <summary>Whoever runs Tapir on this machine: the spec may name whatever that user may.</summary>
    Operator,

    /// <summary>Someone over HTTP, or a schedule: the operator's lists hold.</summary>
    Elsewhere,
}
