namespace Tapir.Models.Generation.Running;

/// <summary>As many requests wait as may.</summary>
public sealed class ModelBusyException(int waiting) : Exception($"{waiting} requests wait for the model already, which is as many as may. Ask again in a moment.");
