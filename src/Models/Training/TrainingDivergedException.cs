namespace Tapir.Models.Training;

/// <summary>The loss or the gradient is no longer a number, or far above that of guessing. The message names step and examples; the state is of no more use.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
