using CsCheck;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Planning;

[TestClass]
public sealed class PoolSampleTests
{
    [TestMethod]
    public void Draw_AnyPoolAndBound_GivesThatManyOnceEachInAnyOrderOfThePool()
    {
        Gen.Select(RoundStates.Any, Gen.Int[0, 80]).Sample((state, most) =>
        {
            IReadOnlyList<PoolEntry> sample = PoolSample.Draw(state.Pool, most, state.Seed);
            return sample.Count == Math.Min(most, state.Pool.Count)
                && sample.Distinct().Count() == sample.Count
                && sample.SequenceEqual(PoolSample.Draw([.. state.Pool.Reverse()], most, state.Seed));
        });
    }

    [TestMethod]
    public void Draw_FromUnevenCells_KeepsTheirProportions()
    {
        (TaskCell, Judgement)[] pool =
        [
            .. Enumerable.Repeat((RoundStates.Cell(0, 1), (Judgement)RoundStates.Right), 60),
            .. Enumerable.Repeat((RoundStates.Cell(1, 1), (Judgement)RoundStates.Right), 30),
        ];
        RoundState state = RoundStates.Of(pool, 1);

        Assert.AreEqual(20, PoolSample.Draw(state.Pool, 30, 1).Count(entry => entry.Cell == RoundStates.Cell(0, 1)));
    }
}
