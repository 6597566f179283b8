using Tapir.Functions;
using Tapir.Host.Live;
using Tapir.Host.Results;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Live;

[TestClass]
public sealed class RunShareTests
{
    private static readonly CallLine HalfASlice = new("x", "training.run-slice", 1, 0, 0, 0, TimeSpan.FromSeconds(4), new CallProgress(5, 10, "steps"), null);

    [TestMethod]
    [DataRow(0, 500)]
    [DataRow(1, 1000 + 500)]
    [DataRow(2, 2000 + 1000)]
    public void Done_TrainingIsUnderWay_CountsTheTokensOfTheOneThatComesAfterSoManyStudents(int students, int tokens)
    {
        RunSpec spec = new()
        {
            Name = "run",
            Curriculum = new CurriculumSpec { Rounds = 1 },
            Training = new TrainingSpec { BaseTokens = 1000, RoundTokens = 1000, Preference = new PreferenceSpec { Tokens = 2000 } },
        };
        RunDocument document = Results.SampleRun.Started with { Rounds = [.. Enumerable.Range(0, students).Select(round => Results.SampleRun.RoundOf(round, 0.5, []))] };

        Assert.AreEqual(tokens / 4000.0, RunShare.Done(spec, document, [HalfASlice]), 1e-12);
    }
}
