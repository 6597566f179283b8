namespace Tapir.Functions;

/// <summary>A call worked for longer than its <see cref="TimeLimit"/> and was cut off. The same call may be made again: what it had stored is found then.</summary>
public sealed class FunctionTimeLimitException : Exception
{
    /// <param name="cause">What the function threw when it was cancelled; null for one that took no notice.</param>
    public FunctionTimeLimitException(string function, TimeLimit limit, Exception? cause = null)
        : base(
            $"'{function}' worked for longer than its limit of {limit.Length:c} ({limit.Setting}) and was cut off; what it had stored is kept. "
            + "Where it needs more time, raise that limit or take it out, and start the program that ran it again.",
            cause)
    {
    }
}
