using Tapir.Curriculum.Assembly;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Assembly;

[TestClass]
public sealed class DifficultyProfileTests
{
    [TestMethod]
    public void Of_SomeLevelsAndScores_AveragesOverWhatIsKnown()
    {
        TrainingCandidate[] set = [Candidate("a", 2, 10), Candidate("b", 4, 20), Candidate("c", null, 30)];

        DifficultyProfile profile = DifficultyProfile.Of(set, new Dictionary<string, Judgement> { ["a"] = new Scored(new(10), new(3)) });

        Assert.AreEqual(new DifficultyProfile(3, 20, 2, 3, 1, 7), profile);
    }

    private static TrainingCandidate Candidate(string id, int? level, int tokens) =>
        new(new Example(id, id, id, TaskLabels.Math, "f", level, ExampleOrigins.Seed, null), new TokenCount(tokens));
}
