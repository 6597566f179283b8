using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Grpc;

namespace Tapir.DurableTask.Worker.Tests.Grpc;

[TestClass]
public sealed class AnswerPartsTests
{
    private const int Limit = 1024 * 1024;

    [TestMethod]
    public void Of_SmallAnswer_IsOnePartAsItIs()
    {
        OrchestratorResponse answer = Answer(10, 100);

        IReadOnlyList<OrchestratorResponse> parts = AnswerParts.Of(answer, Limit);

        Assert.AreSame(answer, parts.Single());
    }

    [TestMethod]
    public void Of_LargeAnswer_IsCutBetweenDecisionsInOrder()
    {
        OrchestratorResponse answer = Answer(50, 100_000);

        IReadOnlyList<OrchestratorResponse> parts = AnswerParts.Of(answer, Limit);

        Assert.IsGreaterThan(4, parts.Count);
        foreach (OrchestratorResponse part in parts)
        {
            Assert.IsLessThanOrEqualTo(Limit, part.CalculateSize());
            Assert.AreEqual("token", part.CompletionToken);
        }

        CollectionAssert.AreEqual(Enumerable.Range(0, 50).ToArray(), parts.SelectMany(part => part.Actions).Select(action => action.Id).ToArray());
#pragma warning disable CS0612 // The two fields of parts are marked deprecated in the protocol and are still sent.
        CollectionAssert.AreEqual(Enumerable.Range(0, parts.Count).ToArray(), parts.Select(part => part.ChunkIndex!.Value).ToArray());
        Assert.IsTrue(parts.SkipLast(1).All(part => part.IsPartial));
        Assert.IsFalse(parts[^1].IsPartial);
#pragma warning restore CS0612
        Assert.IsNull(parts[0].NumEventsProcessed);
        Assert.AreEqual(0, parts[1].NumEventsProcessed);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    public void Of_CustomStatusTooLarge_IsTheFailureOfTheOrchestration(int decisions)
    {
        OrchestratorResponse answer = Answer(decisions, 100);
        answer.CustomStatus = new string('s', Limit);

        OrchestratorResponse part = AnswerParts.Of(answer, Limit).Single();

        Assert.IsLessThan(Limit, part.CalculateSize());
        Assert.AreEqual("token", part.CompletionToken);
        CompleteOrchestrationAction end = part.Actions.Single().CompleteOrchestration;
        Assert.AreEqual(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.Contains("custom status", end.FailureDetails.ErrorMessage);
    }

    [TestMethod]
    public void Of_OneDecisionTooLarge_IsTheFailureOfTheOrchestration()
    {
        OrchestratorResponse part = AnswerParts.Of(Answer(2, Limit), Limit).Single();

        CompleteOrchestrationAction end = part.Actions.Single().CompleteOrchestration;
        Assert.AreEqual(OrchestrationStatus.Failed, end.OrchestrationStatus);
        StringAssert.Contains(end.Result, "bytes");
    }

    private static OrchestratorResponse Answer(int actions, int bytes)
    {
        OrchestratorResponse answer = new() { InstanceId = "i", CompletionToken = "token", CustomStatus = "1" };
        answer.Actions.AddRange(Enumerable.Range(0, actions).Select(id => new OrchestratorAction
        {
            Id = id,
            ScheduleTask = new() { Name = "a", Input = new string('x', bytes) },
        }));
        return answer;
    }
}
