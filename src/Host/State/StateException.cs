namespace Tapir.Host.State;

/// <summary>The state folder cannot be used as asked; the message says why and what to do.</summary>
internal class StateException : Exception
{
    public StateException(string message)
        : base(message)
    {
    }

    public StateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
