namespace Tapir.Host.Examples;

/// <summary>What an example was in a round.</summary>
public enum ExampleKind
{
    /// <summary>In the pool: the student answered it, the judge scored both answers.</summary>
    Pool,

    /// <summary>Written by the teacher in this round.</summary>
    New,

    /// <summary>Held out: never trained on, graded exactly.</summary>
    HeldOut,
}
