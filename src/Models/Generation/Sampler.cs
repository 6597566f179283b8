using System.Numerics.Tensors;
using Tapir.Models.Network;

namespace Tapir.Models.Generation;

/// <summary>Chooses the next token.</summary>
internal static class Sampler
{
    /// <summary>The likeliest token (the first of equals) at temperature 0, else one drawn in proportion to <c>exp(logit / temperature)</c>.</summary>
    public static int Choose(ReadOnlySpan<float> logits, double temperature, RandomStream random)
    {
        int likeliest = TensorPrimitives.IndexOfMax(logits);
        if (temperature <= 0)
        {
            return likeliest;
        }

        double sum = 0, largest = logits[likeliest];
        foreach (float logit in logits)
        {
            sum += Math.Exp((logit - largest) / temperature);
        }

        double left = random.NextDouble() * sum;
        for (int id = 0; id < logits.Length; id++)
        {
            left -= Math.Exp((logits[id] - largest) / temperature);
            if (left < 0)
            {
                return id;
            }
        }

        return likeliest;
    }
}
