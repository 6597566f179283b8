using Microsoft.Extensions.AI;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Teachers.Judging;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;
using Tapir.Teachers.Tutor;
using Tapir.Teachers.Writing;

namespace Tapir.Teachers.Tests.Writing;

[TestClass]
public sealed class TutorAsTeacherTests
{
    [TestMethod]
    public async Task ExpandAnswerRefineJudge_EmbeddedTutorOverTheLedger_WorkTogether()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        using TutorChatClient tutor = new();
        IChatClient teacher = ledger.Over(tutor);
        Example shown = EmbeddedTutor.WriteExamples(1, 1).First();
        ExpansionRequest request = new("r1-1", shown.Task, shown.Family, shown.Level, [shown.Id], 6);

        Expansion expansion = await new Expander(teacher, new ExpanderOptions()).ExpandAsync(request, [shown], 6, 0, CancellationToken.None);
        Assert.HasCount(6, expansion.Candidates, string.Join('\n', expansion.Problems));
        foreach (string instruction in expansion.Candidates)
        {
            Assert.AreEqual(shown.Family, EmbeddedTutor.TryRead(instruction)!.Family);
            Answered answer = (Answered)await new Answerer(teacher).AnswerAsync(instruction, shown.Task, 0, CancellationToken.None);
            Assert.IsTrue(EmbeddedTutor.IsExact(instruction, answer.Text));
            Assert.IsInstanceOfType<Refined>(await new Refiner(teacher).RefineAsync(instruction, shown.Task, answer.Text, 0, CancellationToken.None));
            Judgement judgement = await new PairwiseJudge(teacher, new PairwiseJudgeOptions())
                .JudgeAsync(instruction, answer.Text, "{\"a\": 1, \"b\": 10}", 0, CancellationToken.None);
            Assert.AreEqual(new Scored(new JudgeScore(10), new JudgeScore(1)), judgement);
        }
    }
}
