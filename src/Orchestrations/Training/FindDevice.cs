using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Training;

/// <param name="Device">As <see cref="TrainingSpec.Device"/> names it.</param>
/// <param name="Precision">What it has to be able to compute in.</param>
public sealed record FindDevice(string Device, TrainingPrecision Precision);

/// <param name="Description">What it is: <c>cpu</c>, or the GPU's name and kind.</param>
public sealed record FoundDevice(string Description);
