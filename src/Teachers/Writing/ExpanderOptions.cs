namespace Tapir.Teachers.Writing;

/// <summary>How new instructions are asked for.</summary>
public sealed record ExpanderOptions
{
    /// <summary>Instructions asked for in one call. More make a call cheaper and its instructions more alike.</summary>
    /// <value>1 or more; default 5.</value>
    public int PerCall { get; init; } = 5;

    /// <summary>How often what is missing is asked for again.</summary>
    /// <value>0 or more; default 2.</value>
    public int ExtraTurns { get; init; } = 2;
}
