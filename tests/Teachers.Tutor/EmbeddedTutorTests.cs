using CsCheck;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;
using Tapir.Curriculum.Text;

namespace Tapir.Teachers.Tutor.Tests;

[TestClass]
public sealed class EmbeddedTutorTests
{
    [TestMethod]
    public void Families_AreManyUnderManyKnownLabels()
    {
        Assert.IsGreaterThanOrEqualTo(16, EmbeddedTutor.Families.Count);
        Assert.IsGreaterThanOrEqualTo(9, EmbeddedTutor.Labels.Count);
        Assert.HasCount(EmbeddedTutor.Families.Count, EmbeddedTutor.Families.Select(f => f.Name).Distinct().ToArray());
        Assert.IsTrue(EmbeddedTutor.Labels.All(TaskLabels.IsKnown));
    }

    [TestMethod]
    public void WriteExamples_SameSeed_GivesTheSameExamples() =>
        CollectionAssert.AreEqual(EmbeddedTutor.WriteExamples(5, 3).ToArray(), EmbeddedTutor.WriteExamples(5, 3).ToArray());

    [TestMethod]
    public void WriteExamples_AnotherSeed_GivesOtherExamples() =>
        CollectionAssert.AreNotEqual(EmbeddedTutor.WriteExamples(5, 3).ToArray(), EmbeddedTutor.WriteExamples(6, 3).ToArray());

    [TestMethod]
    public void WriteExamples_OneCellOrAll_WritesTheSameForTheCell()
    {
        Example[] alone = [.. EmbeddedTutor.WriteExamples(5, [new TutorCell("math.sum", 3, 20)])];
        Example[] among = [.. EmbeddedTutor.WriteExamples(5, 20).Where(e => e is { Family: "math.sum", Level: 3 })];

        CollectionAssert.AreEqual(alone, among);
    }

    [TestMethod]
    public void WriteExamples_OfEveryCell_AreDistinctLabelledAndSolved()
    {
        Example[] examples = [.. EmbeddedTutor.WriteExamples(1, 50)];

        Assert.HasCount(50 * 5 * EmbeddedTutor.Families.Count, examples);
        Assert.HasCount(examples.Length, examples.Select(e => e.Id).Distinct().ToArray());
        Assert.HasCount(examples.Length, examples.Select(e => InstructionText.Normalize(e.Instruction)).Distinct().ToArray());
        foreach (Example example in examples)
        {
            TutorReading reading = EmbeddedTutor.TryRead(example.Instruction)!;
            Assert.AreEqual((example.Family, example.Level, example.Task), (reading.Family, reading.Level, reading.Task));
            Assert.AreEqual(EmbeddedTutor.Solve(example.Instruction), example.Response);
            Assert.EndsWith($"Answer: {reading.Answer}", example.Response);
        }
    }

    [TestMethod]
    public void WriteExamples_WithExceptions_LeavesThemOut()
    {
        HashSet<string> heldOut = [.. EmbeddedTutor.WriteExamples(1, 100).Select(e => InstructionText.Normalize(e.Instruction))];

        Assert.IsFalse(EmbeddedTutor.WriteExamples(1, 100, heldOut).Any(e => heldOut.Contains(InstructionText.Normalize(e.Instruction))));
    }

    [TestMethod]
    public void WriteExamples_MoreThanACellHas_GivesWhatThereIs()
    {
        int count = EmbeddedTutor.WriteExamples(1, [new TutorCell("math.product", 1, 10_000)]).Count();

        Assert.AreEqual(9 * 9 * 4, count);
    }

    [TestMethod]
    public void WriteExamples_UnknownFamilyOrLevel_SaysWhich()
    {
        ArgumentException family = Assert.ThrowsExactly<ArgumentException>(() => EmbeddedTutor.WriteExamples(1, [new TutorCell("math.sums", 1, 1)]));
        ArgumentException level = Assert.ThrowsExactly<ArgumentException>(() => EmbeddedTutor.WriteExamples(1, [new TutorCell("math.sum", 6, 1)]));

        Assert.Contains("math.sums", family.Message);
        Assert.Contains("Level 6 of math.sum", level.Message);
    }

    [TestMethod]
    public void Capacity_OfALabel_IsThatOfItsFamilies()
    {
        Assert.AreEqual(
            Enumerable.Range(1, 5).Sum(l => EmbeddedTutor.Capacity("code.trace", l) + EmbeddedTutor.Capacity("code.repair", l)),
            EmbeddedTutor.Capacity(TaskLabels.CodeDebug));
        Assert.AreEqual(0, EmbeddedTutor.Capacity(TaskLabels.Toxicity));
    }

    [TestMethod]
    public void TryRead_TornOrMixedUpInstructions_NeverThrows() =>
        Gen.ULong.Sample(
            seed =>
            {
                TutorRandom random = new(seed);
                List<string> words = [.. Draw(random).Split(' ')];
                string[] others = Draw(random).Split(' ');
                for (int edit = 0; edit <= random.Next(0, 2); edit++)
                {
                    int at = random.Next(0, words.Count - 1);
                    switch (random.Next(0, 3))
                    {
                        case 0 when words.Count > 1:
                            words.RemoveAt(at);
                            break;
                        case 1:
                            words.Insert(at, random.Pick(others));
                            break;
                        case 2:
                            words[at] = words[at][..random.Next(0, words[at].Length)];
                            break;
                        default:
                            words.Insert(at, random.Pick(words));
                            break;
                    }
                }

                string torn = string.Join(' ', words);

                // What is read all the same is really an instruction of the family: it can be solved and graded.
                if (EmbeddedTutor.TryRead(torn) is { } reading)
                {
                    Assert.IsInRange(1, 5, reading.Level);
                    Assert.IsTrue(EmbeddedTutor.IsExact(torn, EmbeddedTutor.Solve(torn)!));
                }
            },
            iter: 30_000,
            threads: 1);

    private static string Draw(TutorRandom random) => random.Pick(TutorFamilies.All).Write(random, random.Next(1, 5)).Instruction;

    [TestMethod]
    [DataRow("")]
    [DataRow("   ")]
    [DataRow("What is")]
    [DataRow("What is ?")]
    [DataRow("What is love?")]
    [DataRow("What is 12 + x?")]
    [DataRow("What is 012 + 1?")]
    [DataRow("What is 99999999999 + 1?")]
    [DataRow("Sort from small to large: ")]
    [DataRow(" has . How many  does  have now?")]
    [DataRow("{1}: {0}")]
    public void TryRead_ForeignText_IsNull(string instruction) => Assert.IsNull(EmbeddedTutor.TryRead(instruction));

    [TestMethod]
    public void TryRead_WhiteSpaceAround_DoesNotMatter() => Assert.AreEqual("7", EmbeddedTutor.TryRead(" What is 3 + 4?\n")!.Answer);
}
