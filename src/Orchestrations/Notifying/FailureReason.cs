namespace Tapir.Orchestrations.Notifying;

/// <summary>What a person wants to read of a failure: a failed round fails the run, but what went wrong is what the failed call itself said.</summary>
public static class FailureReason
{
    public static string Of(TaskFailureDetails failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        while (failure.InnerFailure is { } inner)
        {
            failure = inner;
        }

        return failure.ErrorMessage;
    }
}
