using System.Diagnostics;
using Tapir.Models.Network;
using Tapir.Models.Training;
using Tapir.Tests.Telemetry;

namespace Tapir.Models.Tests.Training;

[TestClass]
public sealed class TrainingTelemetryTests
{
    [TestMethod]
    public void RunSlice_SomeSteps_TellsTokensLossAndSpeed()
    {
        using RecordedTelemetry telemetry = new();
        Lessons lessons = Lessons.Create();
        TrainingOptions options = new() { Epochs = 2, BatchTokens = 256, MicroBatchTokens = 64, Threads = 2 };
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);
        StudentTrainer trainer = new();

        trainer.RunSlice(state, lessons.Examples, options, maxSteps: 2);
        long before = state.Cursor.Tokens;
        SliceResult second = trainer.RunSlice(state, lessons.Examples, options, maxSteps: 3);

        Activity span = telemetry.Spans[1];
        Assert.AreEqual("training slice", span.DisplayName);
        Assert.AreEqual(2, span.GetTagItem("tapir.training.first_step"));
        Assert.AreEqual(second.Tokens - before, span.GetTagItem("tapir.training.tokens"));
        Assert.AreEqual(second.MeanLoss, span.GetTagItem("tapir.training.loss"));
        Assert.HasCount(5, telemetry.Measurements("tapir.training.loss"));
        Assert.AreEqual(second.Tokens, telemetry.Measurements("tapir.training.tokens").Sum(measured => measured.Value));
        Assert.IsTrue(telemetry.Measurements("tapir.training.speed").All(measured => measured.Value > 0));
    }
}
