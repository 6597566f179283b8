namespace Tapir.DurableTask.Worker;

/// <summary>Describes what a task threw.</summary>
internal static class ExceptionDetails
{
    public static TaskFailureDetails Of(Exception thrown, IExceptionPropertiesProvider? provider)
    {
        if (thrown is TaskMissingException missing)
        {
            return missing.Details;
        }

        TaskFailureDetails details = TaskFailureDetails.FromException(thrown);
        return provider is null ? details : WithProperties(details, thrown, provider);
    }

    private static TaskFailureDetails WithProperties(TaskFailureDetails details, Exception thrown, IExceptionPropertiesProvider provider) => details with
    {
        Properties = PropertiesOf(thrown, provider),
        InnerFailure = thrown.InnerException is { } inner && details.InnerFailure is { } failure ? WithProperties(failure, inner, provider) : details.InnerFailure,
    };

    private static IDictionary<string, object?>? PropertiesOf(Exception thrown, IExceptionPropertiesProvider provider)
    {
        try
        {
            return provider.GetExceptionProperties(thrown);
        }
        catch (Exception broken)
        {
            // What the task threw is what people have to see, not the fault of something that only adds to it.
            return new Dictionary<string, object?> { ["propertiesUnavailable"] = broken.Message };
        }
    }
}
