namespace Tapir.Activities.LocalModels;

/// <summary>A path names no model that can be used.</summary>
public sealed class LocalModelException(string message, Exception inner) : Exception(message, inner);
