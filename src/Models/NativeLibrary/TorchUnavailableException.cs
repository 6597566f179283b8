namespace Tapir.Models.NativeLibrary;

/// <summary>libtorch cannot be loaded on this machine; the message says what was tried and what to do.</summary>
public sealed class TorchUnavailableException : Exception
{
    public TorchUnavailableException(string message) : base(message)
    {
    }

    public TorchUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
