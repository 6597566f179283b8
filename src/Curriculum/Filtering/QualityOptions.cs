namespace Tapir.Curriculum.Filtering;

/// <summary>What the quality filter lets through.</summary>
public sealed record QualityOptions
{
    /// <summary>Fewest words (characters in scripts without spaces) of an instruction.</summary>
    /// <value>3 by default, as in Self-Instruct.</value>
    public int MinimumInstructionWords { get; init; } = 3;

    /// <summary>Most words (characters in scripts without spaces) of an instruction.</summary>
    /// <value>600 by default.</value>
    public int MaximumInstructionWords { get; init; } = 600;

    /// <summary>Most words (characters in scripts without spaces) of an answer.</summary>
    /// <value>2,000 by default.</value>
    public int MaximumResponseWords { get; init; } = 2000;
}
