namespace Tapir.Curriculum.Filtering;

/// <summary>Which instructions count as already there.</summary>
public sealed record DuplicateOptions
{
    /// <summary>ROUGE-L from which an instruction is a near-duplicate.</summary>
    /// <value>Above 0, at most 1; 0.7 by default, that of Self-Instruct and of the method.</value>
    public double Threshold { get; init; } = 0.7;

    /// <summary>How instructions of a known family are compared.</summary>
    /// <value><see cref="VerifiableDuplicates.Equal"/> by default.</value>
    public VerifiableDuplicates VerifiableTasks { get; init; } = VerifiableDuplicates.Equal;
}
