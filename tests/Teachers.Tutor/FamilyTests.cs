using System.Text.RegularExpressions;
using CsCheck;
using Tapir.Curriculum.Filtering;

namespace Tapir.Teachers.Tutor.Tests;

/// <summary>What every family owes: each of its instructions is read back by it alone, and its own solution is right.</summary>
[TestClass]
public sealed partial class FamilyTests
{
    public static IEnumerable<object[]> Cells =>
        TutorFamilies.All.SelectMany(f => Enumerable.Range(1, TutorFamily.Levels).Select(l => new object[] { f.Name, l }));

    [TestMethod]
    [DynamicData(nameof(Cells))]
    public void TryRead_OfWritten_GivesTheSameProblem(string family, int level) => Sample(family, level, written =>
    {
        TutorProblem[] read = [.. TutorFamilies.Readings(written.Instruction)];

        Assert.HasCount(1, read, $"readings of: {written.Instruction}");
        Assert.AreEqual(family, read[0].Family.Name);
        Assert.AreEqual(level, read[0].Level, written.Instruction);
        Assert.AreEqual(written.Solution.Text, read[0].Solution.Text);
    });

    [TestMethod]
    [DynamicData(nameof(Cells))]
    public void Grade_OfOwnSolution_IsTenAndExact(string family, int level) => Sample(family, level, written =>
    {
        Assert.AreEqual(10, Grader.Grade(written, written.Solution.Text).Value, written.Solution.Text);
        Assert.IsTrue(Grader.IsExact(written, written.Solution.Text));
    });

    [TestMethod]
    [DynamicData(nameof(Cells))]
    public void Grade_OfAnotherFinalAnswer_IsAtMostSix(string family, int level) => Sample(family, level, written =>
    {
        string wrong = string.Join('\n', [.. written.Solution.Steps, $"Answer: {written.Solution.Answer}9"]);

        Assert.IsInRange(1.0, 6.0, Grader.Grade(written, wrong).Value);
        Assert.IsFalse(Grader.IsExact(written, wrong));
    });

    [TestMethod]
    [DynamicData(nameof(Cells))]
    public void Write_OfEveryCell_IsShort(string family, int level) => Sample(family, level, written =>
    {
        Assert.IsLessThanOrEqualTo(80, Pieces().Count(written.Instruction), written.Instruction);
        Assert.IsLessThanOrEqualTo(80, Pieces().Count(written.Solution.Text), written.Solution.Text);
        Assert.DoesNotContain("\n", written.Instruction);
        Assert.AreNotEqual(string.Empty, written.Solution.Answer);
    });

    [TestMethod]
    [DynamicData(nameof(Cells))]
    public void Write_OfEveryCell_PassesTheQualityFilter(string family, int level)
    {
        QualityFilter filter = new(new QualityOptions());
        Sample(family, level, written =>
        {
            Assert.IsNull(filter.CheckInstruction(written.Instruction, []), written.Instruction);
            Assert.IsNull(filter.CheckResponse(written.Instruction, written.Solution.Text, reachedLimit: false), written.Solution.Text);
        });
    }

    [TestMethod]
    [DynamicData(nameof(Cells))]
    public void Capacity_OfEveryCell_CanBeDrawn(string family, int level)
    {
        TutorFamily tutor = TutorFamilies.Find(family)!;
        HashSet<string> written = [];

        int distinct = InstructionWriter.Write(tutor, level, new TutorRandom(7), written.Add).Take(tutor.Capacity(level)).Count();

        Assert.AreEqual(tutor.Capacity(level), distinct, $"{family} {level}");
    }

    /// <summary>About what a tokenizer with one token a digit makes of a text: a word with its space, a digit, a mark.</summary>
    [GeneratedRegex(@"[\p{L}']+|\d|[^\p{L}\d ]+")]
    private static partial Regex Pieces();

    private static void Sample(string family, int level, Action<TutorProblem> check) =>
        Gen.ULong.Select(seed => TutorFamilies.Find(family)!.Write(new TutorRandom(seed), level)).Sample(check, iter: 100, threads: 1);
}
