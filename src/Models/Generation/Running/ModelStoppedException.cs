namespace Tapir.Models.Generation.Running;

/// <summary>The model takes no more requests.</summary>
public sealed class ModelStoppedException(string message, Exception? inner = null) : Exception(message, inner);
