using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training;

/// <summary>Thins the losses of a slice's steps to a few points, each the mean of the steps since the one before.</summary>
internal sealed class LossCurve
{
    private readonly List<(long Tokens, double Loss)> steps = [];

    public void Add(long tokens, double loss) => steps.Add((tokens, loss));

    public IReadOnlyList<LossPoint> Points(int most) => steps.Count == 0
        ? []
        : [.. steps.Chunk((steps.Count + most - 1) / most).Select(chunk => new LossPoint(chunk[^1].Tokens, chunk.Average(step => step.Loss)))];
}
