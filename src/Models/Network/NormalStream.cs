namespace Tapir.Models.Network;

/// <summary>Standard normal numbers by the sum of twelve uniform ones less six (Irwin-Hall): additions only, so the same bits everywhere.</summary>
internal sealed class NormalStream(ulong seed)
{
    private readonly RandomStream uniform = new(seed);

    public double Next()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += uniform.NextDouble();
        }

        return sum;
    }
}
