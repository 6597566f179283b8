namespace Tapir.DurableTask.Worker;

/// <summary>Says which values of an exception travel with a failure, as <see cref="TaskFailureDetails.Properties"/>. Register one among the services.</summary>
public interface IExceptionPropertiesProvider
{
    /// <param name="exception">What an activity or an orchestrator threw, or an inner exception of that.</param>
    /// <returns>Texts, numbers, truth values, lists and maps of them; null for none.</returns>
    IDictionary<string, object?>? GetExceptionProperties(Exception exception);
}
