namespace Tapir.DurableTask.Worker;

/// <summary>An orchestrator's code does not do what its history says that it did.</summary>
public sealed class NonDeterministicOrchestrationException : Exception
{
    public NonDeterministicOrchestrationException(string message)
        : base(message)
    {
    }

    internal NonDeterministicOrchestrationException(int position, string recorded, string found)
        : base($"The orchestrator does not follow its history: event {position} records {recorded}, but the code now {found}. "
            + "Either the code was changed while this instance was running, or it depends on something that differs between runs "
            + "(time, random numbers, I/O, another thread).")
    {
    }
}
