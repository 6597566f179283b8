using Tapir.Models.Devices;
using Tapir.Models.Generation.Sampling;

namespace Tapir.Models.Generation;

/// <summary>How answers are made.</summary>
public sealed record GenerationOptions
{
    /// <value>Most tokens of an answer, at least 1; the model's context is a limit too. Default 160.</value>
    public int MaxNewTokens { get; init; } = 160;

    /// <value>0 takes the likeliest token each time; above, tokens are drawn with the request's seed. At least 0. Default 0.</value>
    public double Temperature { get; init; }

    /// <value>Draws only among the likeliest tokens that together have this probability, above 0 and at most 1. Default 1: among all.</value>
    public double TopP { get; init; } = 1;

    /// <value>Draws only among so many of the likeliest tokens; 0, the default: among all.</value>
    public int TopK { get; init; }

    /// <value>Draws only among tokens at least this share as likely as the likeliest, from 0 to 1. Default 0: among all.</value>
    public double MinP { get; init; }

    /// <value>Divides the positive logits of tokens that prompt or answer have already, and multiplies the negative ones; above 0. Default 1: nothing happens.</value>
    public double RepetitionPenalty { get; init; } = 1;

    /// <value>Subtracted from the logit of a token for each time that the answer has it already. Default 0.</value>
    public double FrequencyPenalty { get; init; }

    /// <value>Subtracted from the logit of a token that the answer has already. Default 0.</value>
    public double PresencePenalty { get; init; }

    /// <value>Texts before which an answer ends; they are not part of it. None by default; none of them empty.</value>
    public IReadOnlyList<string> StopTexts { get; init; } = [];

    /// <value>Tokens at which an answer ends, besides those that end the model's turn. None by default.</value>
    public IReadOnlyList<int> StopIds { get; init; } = [];

    /// <value>How many of the likeliest tokens are told of at each place, with the log-probability of the one that was chosen; 0 for that one alone, -1, the default, for
    /// nothing. At most 100.</value>
    public int TopLogProbabilities { get; init; } = -1;

    /// <value>Prompts answered side by side, at least 1. With a small student part of what decides the last bits of a logit, so it is not derived from the machine. Default 128.</value>
    public int LaneSize { get; init; } = 128;

    /// <value>Where it is computed, in float32. Default: the processor.</value>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <value>Threads to compute on, at least 1. Default: all processors. Does not change the result.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Everything that is wrong with these options; empty where they can be used.</summary>
    public IReadOnlyList<OptionProblem> Validate() => OptionRules.Check(this);

    /// <summary>Returns these options, or names all values out of range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public GenerationOptions Validated() =>
        Validate() is { Count: > 0 } problems ? throw new ArgumentException(string.Join(' ', problems.Select(problem => problem.Message))) : this;
}
