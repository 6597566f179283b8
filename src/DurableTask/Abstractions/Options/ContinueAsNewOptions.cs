namespace Tapir.DurableTask;

/// <summary>How an orchestration starts over.</summary>
public class ContinueAsNewOptions
{
    /// <value>The input of the next execution.</value>
    public object? NewInput { get; set; }

    /// <value>Whether events that nobody has waited for yet reach the next execution; default true.</value>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <value>The version of the next execution; null keeps the present one.</value>
    public string? NewVersion { get; set; }
}
