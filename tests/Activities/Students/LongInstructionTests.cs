using Tapir.Activities.Students;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;
using Tapir.Models;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Tokenization;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Students;

[TestClass]
public sealed class LongInstructionTests
{
    private const int Room = 24;

    private static readonly StudentChatFormat Chat = new(StudentTokenizer.Train(["Sort these rivers by length, the longest first."], 300));

    private static readonly string Long = string.Join(' ', Enumerable.Repeat("river 🦫", 50));

    [TestMethod]
    public void Of_LongInstructionCut_IsTheLongestBeginningThatFits()
    {
        FittedInstruction fitted = FittedInstruction.Of(Chat, Long, Room, cuts: true);

        Assert.AreEqual(InstructionFit.Cut, fitted.Fit);
        StringAssert.StartsWith(Long, fitted.Text);
        Assert.AreEqual(Room, Chat.Prompt([ChatTurn.User(fitted.Text)]).Length, 3, "No room is wasted, but for a character of several tokens.");
        Assert.IsLessThanOrEqualTo(Room, Chat.Prompt([ChatTurn.User(fitted.Text)]).Length);
        Assert.IsFalse(char.IsHighSurrogate(fitted.Text[^1]), "Half of a character is left.");
    }

    [TestMethod]
    public void Of_LongInstructionNotCut_StaysAsItIs()
    {
        FittedInstruction fitted = FittedInstruction.Of(Chat, Long, Room, cuts: false);

        Assert.AreEqual(new FittedInstruction(Long, InstructionFit.TooLong), fitted);
    }

    [TestMethod]
    public void Of_NoRoomForAnyInstruction_IsTooLongEvenWhereItMayBeCut() =>
        Assert.AreEqual(InstructionFit.TooLong, FittedInstruction.Of(Chat, Long, room: 1, cuts: true).Fit);

    [TestMethod]
    public void Of_Examples_AnswersStayWholeAndAllAreCounted()
    {
        Example[] examples = [Example("short", "Sort.", "River"), Example("long", Long, "River"), Example("hopeless", "Sort.", Long)];

        EncodedExamples dropped = EncodedExamples.Of(Chat, examples, 40, cuts: false);
        EncodedExamples cut = EncodedExamples.Of(Chat, examples, 40, cuts: true);

        Assert.AreEqual((1, 2, 0), (dropped.Fitting.Count, dropped.LeftOut, dropped.Cut));
        Assert.AreEqual((2, 1, 1), (cut.Fitting.Count, cut.LeftOut, cut.Cut));
        Assert.AreSequenceEqual(Chat.Response("River"), cut.Fitting[1].Tokens[cut.Fitting[1].PromptLength..]);
    }

    [TestMethod]
    public async Task Answer_LongInstruction_HasNoAnswerOrIsCutAndIsCounted()
    {
        await using ActivityHouse house = new();
        AnswerShard asked = await house.InputOfAsync<AnswerShard>("students.answer");
        Student student = await house.Artifacts.ReadStudentAsync(asked.Student.Model, CancellationToken.None);
        string tooLong = string.Concat(Enumerable.Repeat("Sort these. ", student.Config.ContextLength));
        student.Dispose();
        AnswerShard shard = asked with { Examples = await house.Artifacts.PutLinesAsync([Example("a", "Sort.", "x"), Example("b", tooLong, "x")], CancellationToken.None) };

        AnsweredShard whole = await house.Runner.RunAsync(StudentFunctions.Answer, shard, "run-1");
        AnsweredShard cut = await house.Runner.RunAsync(StudentFunctions.Answer, shard with { CutsLongInstructions = true }, "run-1");

        Assert.AreEqual(1, whole.LongInstructions);
        Assert.AreEqual(1, cut.LongInstructions);
        Assert.AreEqual(0, (await house.Artifacts.ReadAllLinesAsync<StudentAnswer>(whole.Answers, CancellationToken.None))[1].Tokens);
        Assert.IsGreaterThan(0, (await house.Artifacts.ReadAllLinesAsync<StudentAnswer>(cut.Answers, CancellationToken.None))[1].Tokens);
    }

    [TestMethod]
    public async Task RunSlice_LongInstruction_IsLeftOutOrCutAndIsCounted()
    {
        await using ActivityHouse house = new();
        RunSlice slice = await house.InputOfAsync<RunSlice>("training.run-slice");
        IReadOnlyList<Example> examples = await house.Artifacts.ReadAllLinesAsync<Example>(slice.Examples, CancellationToken.None);
        string tooLong = string.Concat(Enumerable.Repeat("Sort these. ", 500));
        slice = slice with { Examples = await house.Artifacts.PutLinesAsync([.. examples, Example("long", tooLong, "x")], CancellationToken.None) };

        TrainingSlice without = await house.Runner.RunAsync(TrainingFunctions.RunSlice, slice, "run-1");
        TrainingSlice cut = await house.Runner.RunAsync(TrainingFunctions.RunSlice, slice with { Settings = slice.Settings with { CutsLongInstructions = true } }, "run-1");

        Assert.AreEqual((1, null), (without.LeftOut, without.Cut));
        Assert.AreEqual((0, 1), (cut.LeftOut, cut.Cut));
    }

    private static Example Example(string id, string instruction, string response) =>
        new(id, instruction, response, TaskLabels.Others, Family: null, Level: null, ExampleOrigins.Seed, ParentId: null);
}
