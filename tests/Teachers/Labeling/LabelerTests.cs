using Tapir.Curriculum.Tasks;
using Tapir.Teachers.Labeling;
using Tapir.Teachers.Prompts;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Labeling;

[TestClass]
public sealed class LabelerTests
{
    private static readonly string[] Subjects = ["apples", "horses", "coins", "trains", "letters", "boats", "rivers", "songs", "stones", "clouds"];

    private static readonly UnlabeledInstruction[] Rows =
    [
        .. Enumerable.Range(0, 300).Select(i => new UnlabeledInstruction((i % 3) switch
        {
            0 => $"How many {Subjects[i % 10]} are {i} plus {i * 7} minus {i % 13}?",
            1 => $"Write a Python function that sorts a list of {Subjects[i % 10]} by key {i}.",
            _ => $"Write a short poem about {Subjects[i % 10]} and {Subjects[i / 10 % 10]} in spring.",
        }, null)),
    ];

    [TestMethod]
    public async Task Label_NoTeacher_UsesTheDataThenTheTutorThenOthers()
    {
        Labeler labeler = new(null, text => text.StartsWith("sum", StringComparison.Ordinal) ? TaskLabels.Math : null, new LabelerOptions());
        IReadOnlyList<AssignedLabel> labels = await labeler.LabelAsync(
            [new("sum of 1 and 2", TaskLabels.History), new("sum of 1 and 2", null), new("hello", null)], CancellationToken.None);
        Assert.AreEqual(new AssignedLabel(TaskLabels.History, LabelSource.Data, 1), labels[0]);
        Assert.AreEqual(new AssignedLabel(TaskLabels.Math, LabelSource.Tutor, 1), labels[1]);
        Assert.AreEqual(new AssignedLabel(TaskLabels.Others, LabelSource.Nobody, 0), labels[2]);
    }

    [TestMethod]
    public async Task Label_SampleOfTheTeacher_TeachesTheClassifierTheRest()
    {
        FakeChatClient teacher = new(messages => LabelReply.Write(Truth(LabelPrompt.TryRead(messages)!.Instruction).Name));
        Labeler labeler = new(teacher, _ => null, new LabelerOptions { SampleSize = 60 });
        IReadOnlyList<AssignedLabel> labels = await labeler.LabelAsync(Rows, CancellationToken.None);
        int right = labels.Where((label, i) => label.Label == Truth(Rows[i].Instruction)).Count();
        Assert.AreEqual(300, right);
        Assert.IsLessThan(120, teacher.Calls);
        Assert.IsGreaterThan(150, labels.Count(label => label.Source == LabelSource.Classifier));

        IReadOnlyList<AssignedLabel> again = await labeler.LabelAsync(Rows, CancellationToken.None);
        CollectionAssert.AreEqual(labels.ToArray(), again.ToArray());
    }

    [TestMethod]
    public async Task Label_ClassifierNotSure_AsksTheTeacher()
    {
        FakeChatClient teacher = new(messages => LabelReply.Write(Truth(LabelPrompt.TryRead(messages)!.Instruction).Name));
        Labeler labeler = new(teacher, _ => null, new LabelerOptions { SampleSize = 30, MinimumConfidence = 1 });
        IReadOnlyList<AssignedLabel> labels = await labeler.LabelAsync(Rows, CancellationToken.None);
        Assert.AreEqual(300, teacher.Calls);
        Assert.IsTrue(labels.All(label => label.Source == LabelSource.Teacher));
    }

    [TestMethod]
    public async Task Label_TeacherThatCannotBeRead_IsAskedAgainThenOthers()
    {
        FakeChatClient teacher = new(_ => "Cooking");
        Labeler labeler = new(teacher, _ => null, new LabelerOptions());
        IReadOnlyList<AssignedLabel> labels = await labeler.LabelAsync([new("hello", null)], CancellationToken.None);
        Assert.AreEqual(LabelSource.Nobody, labels[0].Source);
        Assert.AreEqual(3, teacher.Calls);
    }

    private static TaskLabel Truth(string instruction) =>
        instruction.StartsWith("How many", StringComparison.Ordinal) ? TaskLabels.Math
        : instruction.Contains("Python", StringComparison.Ordinal) ? TaskLabels.CodeGeneration
        : TaskLabels.Writing;
}
