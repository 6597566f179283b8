namespace Tapir.Models.Generation;

/// <summary>How answers are made.</summary>
public sealed record GenerationOptions
{
    /// <value>Most tokens of an answer, at least 1; the student's context is a limit too. Default 160.</value>
    public int MaxNewTokens { get; init; } = 160;

    /// <value>0 takes the likeliest token each time; above, tokens are drawn with the request's seed. Default 0.</value>
    public double Temperature { get; init; }

    /// <value>Prompts answered side by side on one thread, at least 1. Part of what decides the last bits of a logit, so it is not derived from the machine. Default 128.</value>
    public int LaneSize { get; init; } = 128;

    /// <value>Threads to compute on. Default: all processors. Does not change the result.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Returns these options, or names the first value out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public GenerationOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxNewTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LaneSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Temperature);
        return this;
    }
}
