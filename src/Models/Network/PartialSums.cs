using Tapir.Models.Kernels;

namespace Tapir.Models.Network;

/// <summary>Sums over rows that several threads make: a row of its own for each piece of work, added up in order of the pieces.</summary>
internal sealed unsafe class PartialSums(int width) : IDisposable
{
    private Scratch rows = new(width);
    private int capacity = 1;

    /// <summary>Zero rows for so many pieces.</summary>
    public void Begin(int pieces)
    {
        if (pieces > capacity)
        {
            rows.Dispose();
            (rows, capacity) = (new Scratch(pieces * width), pieces);
        }

        rows.Clear(pieces * width);
    }

    public float* Of(int piece) => rows.At + ((long)piece * width);

    /// <summary>Adds the rows of all pieces to <paramref name="sum"/>, from a column on.</summary>
    public void AddTo(float* sum, int pieces, int firstColumn, int columns)
    {
        for (int piece = 0; piece < pieces; piece++)
        {
            Reduction.Add(sum, Of(piece) + firstColumn, columns);
        }
    }

    public void Dispose() => rows.Dispose();
}
