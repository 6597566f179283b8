namespace Tapir.Orchestrations.Pausing;

/// <summary>Thrown by an activity that cannot go on until a person has done something: raise the budget, mend a key, make room on the disk.
/// The run waits for <see cref="RunEvents.Continue"/> and then makes the same call again; nothing that was done is lost.</summary>
public sealed class PauseRequestedException : Exception
{
    public PauseRequestedException(string message)
        : base(message)
    {
    }

    public PauseRequestedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
