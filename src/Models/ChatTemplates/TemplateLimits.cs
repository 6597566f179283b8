namespace Tapir.Models.ChatTemplates;

/// <summary>What a template may cost: it comes with a checkpoint, from whoever made that.</summary>
public sealed record TemplateLimits
{
    public static TemplateLimits Default { get; } = new();

    /// <value>Most steps: one for each value that is worked out, one more for every 64 characters that it has. Default 5,000,000, which is seconds at most.</value>
    public long Steps { get; init; } = 5_000_000;

    /// <value>Most levels of calls and of parts of an expression within each other. Default 200.</value>
    public int Depth { get; init; } = 200;

    /// <value>Most characters of what is rendered. Default 16,777,216.</value>
    public int Length { get; init; } = 1 << 24;
}
