namespace Tapir.Curriculum.Planning;

/// <summary>How much of a label's room one of its families and levels should get.</summary>
internal static class CellWeights
{
    /// <summary>In proportion to the hard examples: what the texts say, read literally.</summary>
    public static double Literal(PoolCell cell) => cell.Failed;

    /// <summary>floor + (1 - floor) x 4p(1-p) for a failure share p: 1 where the student fails half of the time, the floor where it always or
    /// never does. Between 0 and 1.</summary>
    /// <remarks>
    /// Read literally, the method hands the room to the tasks that fail most often, and those are the ones that a small student cannot
    /// learn yet; they then crowd out the ones it could. The share, not the number, of failures counts: else a cell that got many new
    /// examples in one round would weigh more in the next merely for having more of them. p is (failed + 1/2) / (shown + 1), Jeffreys'
    /// estimate, so that two failures out of two do not yet mean "hopeless", and a cell never shown is worth a try.
    /// </remarks>
    public static double Frontier(PoolCell cell, double floor)
    {
        double failure = (cell.Failed + 0.5) / (cell.Shown + 1);
        return floor + ((1 - floor) * 4 * failure * (1 - failure));
    }
}
