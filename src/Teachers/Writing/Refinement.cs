namespace Tapir.Teachers.Writing;

/// <summary>What refining an answer came to: <see cref="Refined"/> or <see cref="RefinementRejected"/>.</summary>
public abstract record Refinement
{
    private protected Refinement()
    {
    }
}
