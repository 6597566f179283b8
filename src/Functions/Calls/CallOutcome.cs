namespace Tapir.Functions;

/// <summary>How a call ended.</summary>
public enum CallOutcome
{
    /// <summary>The implementation ran, and its result was stored.</summary>
    Computed,

    /// <summary>The result was found in the index.</summary>
    Cached,

    /// <summary>Another call with the same key was under way, and this one took its result.</summary>
    Joined,

    /// <summary>The implementation, or the storing of its result, threw.</summary>
    Failed,

    /// <summary>The program was asked to stop, or the caller was terminated; the call is made again where it is still wanted.</summary>
    Interrupted,
}
