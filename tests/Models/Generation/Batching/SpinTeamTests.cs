using Tapir.Models.Generation.Batching;

namespace Tapir.Models.Tests.Generation.Batching;

[TestClass]
public sealed class SpinTeamTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Run_PartsWithMeetingsBetween_SeeAllOfThePartBefore(int size)
    {
        using SpinTeam team = new(size);
        int[] first = new int[500], second = new int[500];

        for (int round = 1; round <= 20; round++)
        {
            team.Run(() =>
            {
                for (int i = team.Take(); i < first.Length; i = team.Take())
                {
                    first[i] += 1;
                }

                team.Meet();
                for (int i = team.Take(); i < second.Length; i = team.Take())
                {
                    second[i] = first[first.Length - 1 - i];
                }
            });
            Assert.IsTrue(first.Concat(second).All(value => value == round));
        }
    }

    [TestMethod]
    public void Run_OneThreadFails_TellsInsteadOfWaiting()
    {
        using SpinTeam team = new(3);

        InvalidOperationException failure = Assert.ThrowsExactly<InvalidOperationException>(() => team.Run(() =>
        {
            if (team.Take() == 1)
            {
                throw new ArithmeticException("odd");
            }

            team.Meet();
        }));

        Assert.IsInstanceOfType<ArithmeticException>(failure.InnerException);
    }
}
