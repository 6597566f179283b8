namespace Tapir.Datasets;

/// <summary>A dataset cannot be read at all; the message is one sentence for the user that names the file, what is wrong and what to do.</summary>
public sealed class DatasetException : Exception
{
    public DatasetException(string message)
        : base(message)
    {
    }

    public DatasetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
