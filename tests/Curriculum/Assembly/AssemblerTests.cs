using System.Text.Json;
using CsCheck;
using Tapir.Curriculum.Assembly;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Assembly;

[TestClass]
public sealed class AssemblerTests
{
    private static readonly Gen<AssemblyInput> AnyInput =
        from seed in Gen.Long
        from hard in Gen.Int[1, 60].Array[0, 25]
        from expanded in Gen.Int[1, 60].Array[0, 25]
        from fill in Gen.Int[1, 60].Array[0, 10]
        from share in Gen.Int[0, 10]
        from weighted in Gen.Bool
        from budget in Gen.Int[-500, 1500]
        select Input(hard, expanded, share / 10.0) with
        {
            Fill = Candidates("f", fill),
            Mixing = weighted ? Mixing.Weights : Mixing.SamplingRatio,
            Budget = budget < 0 ? null : new TokenCount(budget),
            Seed = seed,
        };

    [TestMethod]
    public void Assemble_EnoughHardExamples_GivesThemTheirShareOfTheTokens()
    {
        TrainingSet set = Assembler.Assemble(Input(Repeat(10, 100), Repeat(10, 70), 0.3));

        Assert.AreEqual(0.3, set.Report.ActualHardShare, 1e-9);
        Assert.AreEqual((30, 70), (set.Report.Hard, set.Report.Expanded));
        Assert.IsNull(set.Report.HardShareReason);
        Assert.IsTrue(set.Examples.All(example => example.Weight == 1));
    }

    [TestMethod]
    public void Assemble_SamplingRatio_TakesHardExamplesInThePlansOrder()
    {
        TrainingSet set = Assembler.Assemble(Input(Repeat(10, 100), Repeat(10, 70), 0.3));

        string[] taken = [.. set.Examples.Where(example => example.Id.StartsWith('h')).Select(example => example.Id).Order(StringComparer.Ordinal)];
        CollectionAssert.AreEqual(Candidates("h", Repeat(10, 30)).Select(one => one.Example.Id).ToArray(), taken);
    }

    [TestMethod]
    public void Assemble_TooFewHardExamples_ShrinksTheShareAndSaysWhy()
    {
        TrainingSet set = Assembler.Assemble(Input(Repeat(10, 10), Repeat(10, 90), 0.7));

        Assert.HasCount(100, set.Examples);
        Assert.AreEqual(0.1, set.Report.ActualHardShare, 1e-9);
        Assert.AreEqual("there are only 10 hard examples", set.Report.HardShareReason);
    }

    [TestMethod]
    public void Assemble_NothingExpanded_TrainsOnTheHardExamplesAlone()
    {
        TrainingSet set = Assembler.Assemble(Input(Repeat(10, 5), [], 0.3));

        Assert.AreEqual(5, set.Report.Hard);
        Assert.AreEqual(1, set.Report.ActualHardShare);
        Assert.AreEqual("there are no examples that are not hard", set.Report.HardShareReason);
    }

    [TestMethod]
    public void Assemble_ByWeights_UsesAllAndMakesTheWeightedShareExact()
    {
        TrainingSet set = Assembler.Assemble(Input(Repeat(7, 20), Repeat(31, 50), 0.3) with { Mixing = Mixing.Weights });

        Assert.HasCount(70, set.Examples);
        Assert.AreEqual(0.3, set.Report.ActualHardShare, 1e-9);
        double hard = set.Examples.Where(example => example.Id.StartsWith('h')).Sum(example => example.Weight * 7);
        double all = hard + set.Examples.Where(example => example.Id.StartsWith('x')).Sum(example => example.Weight * 31);
        Assert.AreEqual(0.3, hard / all, 1e-9);
        Assert.AreEqual((7 * 20) + (31 * 50), all, 1e-6);
    }

    [TestMethod]
    public void Assemble_ByWeightsWithAHandfulOfHardExamples_BoundsTheirWeight()
    {
        TrainingSet set = Assembler.Assemble(Input(Repeat(10, 1), Repeat(10, 99), 0.5) with { Mixing = Mixing.Weights });

        Assert.AreEqual(5, set.Examples.Max(example => example.Weight), 1e-9);
        Assert.AreEqual(0.05, set.Report.ActualHardShare, 1e-9);
        Assert.AreEqual("the weight of a hard example is bounded by 5", set.Report.HardShareReason);
    }

    [TestMethod]
    public void Assemble_BudgetAndFill_ReachesTheBudget()
    {
        AssemblyInput input = Input(Repeat(10, 5), Repeat(10, 50), 0.5) with { Fill = Candidates("f", Repeat(10, 500)), Budget = new TokenCount(1000) };

        TrainingSet set = Assembler.Assemble(input);

        Assert.AreEqual(1000, set.Report.Tokens.Value);
        Assert.AreEqual((5, 50, 45), (set.Report.Hard, set.Report.Expanded, set.Report.Fill));
    }

    [TestMethod]
    public void Assemble_HeldOutInstruction_StaysOut()
    {
        AssemblyInput input = Input(Repeat(10, 2), Repeat(10, 8), 0.5) with { HeldOut = ["  Instruction X3  "] };

        TrainingSet set = Assembler.Assemble(input);

        Assert.AreEqual(1, set.Report.HeldOut);
        Assert.IsFalse(set.Examples.Any(example => example.Id == "x003"));
    }

    [TestMethod]
    public void Assemble_SameInstructionUnderAnotherId_IsTakenOnce()
    {
        AssemblyInput input = Input(Repeat(10, 2), Repeat(10, 8), 0.9);
        TrainingCandidate twin = input.Hard[0] with { Example = input.Hard[0].Example with { Id = "twin", Instruction = "INSTRUCTION h0" } };

        TrainingSet set = Assembler.Assemble(input with { Expanded = [.. input.Expanded, twin] });

        Assert.AreEqual(1, set.Report.Repeated);
        Assert.HasCount(10, set.Examples);
    }

    [TestMethod]
    public void Assemble_AnyInput_NeverRepeatsAnExample()
    {
        AnyInput.Sample(input =>
        {
            AssemblyInput doubled = input with { Expanded = [.. input.Expanded, .. input.Hard, .. input.Expanded] };
            return Assembler.Assemble(doubled).Examples.CountBy(example => example.Id).All(id => id.Value == 1);
        });
    }

    [TestMethod]
    public void Assemble_AnyInput_StaysWithinTheBudgetAndWeighsOneOnAverage()
    {
        AnyInput.Sample(input =>
        {
            TrainingSet set = Assembler.Assemble(input);
            Dictionary<string, long> tokens = input.Hard.Concat(input.Expanded).Concat(input.Fill).ToDictionary(one => one.Example.Id, one => one.Tokens.Value);
            long total = set.Examples.Sum(example => tokens[example.Id]);
            double weighted = set.Examples.Sum(example => tokens[example.Id] * example.Weight);
            return total == set.Report.Tokens.Value
                && (input.Budget is not { } budget || total <= budget.Value)
                && Math.Abs(weighted - total) < 1e-6 * Math.Max(1, total)
                && set.Examples.All(example => example.Weight > 0)
                && set.Report.ActualHardShare is >= 0 and <= 1 + 1e-9;
        });
    }

    [TestMethod]
    public void Assemble_SamplingRatioWithExpandedExamples_NeverExceedsTheShareByWhatWasAskedFor()
    {
        AnyInput.Where(input => input.Mixing == Mixing.SamplingRatio && input.Expanded.Count > 0 && input.Budget is null).Sample(input =>
        {
            AssemblyReport report = Assembler.Assemble(input).Report;
            return report.ActualHardShare <= report.WantedHardShare + 1e-9 && report.Expanded == input.Expanded.Count;
        });
    }

    [TestMethod]
    public void Assemble_ShareWhoseSizeIsRoundedDown_LeavesNoExpandedExampleOut()
    {
        // 3 / (1 - 0.7) is a little less than 10 in binary, so that 7 hard tokens leave a little less than 3.
        TrainingSet set = Assembler.Assemble(Input([7], [1, 2], 0.7));

        Assert.AreEqual((1, 2), (set.Report.Hard, set.Report.Expanded));
    }

    [TestMethod]
    public void Assemble_ExpandedInAnotherOrder_GivesTheSameSet()
    {
        AnyInput.Sample(input =>
            Json(Assembler.Assemble(input)) == Json(Assembler.Assemble(input with { Expanded = [.. input.Expanded.Reverse()], Fill = [.. input.Fill.Reverse()] })));
    }

    [TestMethod]
    public void Assemble_AnotherSeed_GivesAnotherOrder()
    {
        AssemblyInput input = Input(Repeat(10, 30), Repeat(10, 30), 0.5);

        string[] one = [.. Assembler.Assemble(input).Examples.Select(example => example.Id)];
        string[] other = [.. Assembler.Assemble(input with { Seed = 4 }).Examples.Select(example => example.Id)];

        CollectionAssert.AreNotEqual(one, other);
        CollectionAssert.AreEquivalent(one, other);
    }

    private static AssemblyInput Input(int[] hard, int[] expanded, double share) => new()
    {
        Hard = Candidates("h", hard),
        Expanded = Candidates("x", expanded),
        HardShare = new HardShare(share),
        Seed = 3,
    };

    private static TrainingCandidate[] Candidates(string prefix, int[] tokens) =>
    [
        .. tokens.Select((count, at) => new TrainingCandidate(
            new Example($"{prefix}{at:000}", $"Instruction {prefix}{at}", "Answer: 1", TaskLabels.Math, null, null, ExampleOrigins.Seed, null),
            new TokenCount(count))),
    ];

    private static int[] Repeat(int tokens, int count) => [.. Enumerable.Repeat(tokens, count)];

    private static string Json(TrainingSet set) => JsonSerializer.Serialize(set);
}
