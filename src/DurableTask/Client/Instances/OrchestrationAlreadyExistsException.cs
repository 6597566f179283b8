namespace Tapir.DurableTask.Client;

/// <summary>An instance of the wanted id exists, and is not to be replaced.</summary>
public sealed class OrchestrationAlreadyExistsException : Exception
{
    public OrchestrationAlreadyExistsException(string message)
        : base(message)
    {
    }

    public OrchestrationAlreadyExistsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
