namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>That an orchestration is to start over when its orchestrator returns.</summary>
internal sealed record ContinuationRequest(string? Input, string? NewVersion, bool PreserveUnprocessedEvents);
