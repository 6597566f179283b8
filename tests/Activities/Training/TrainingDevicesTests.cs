using Tapir.Activities.Training;
using Tapir.Models.Devices;
using Tapir.Models.Training;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Training;

/// <summary>A run that is to train on a GPU, where libtorch is one for processors.</summary>
[TestClass]
public sealed class TrainingDevicesTests
{
    [TestMethod]
    public async Task FindDevice_NoLibtorchWithCuda_PausesWithWhatToDo()
    {
        await using ActivityHouse house = new();

        PauseRequestedException pause = await Assert.ThrowsExactlyAsync<PauseRequestedException>(
            () => house.Runner.RunAsync(TrainingFunctions.FindDevice, new FindDevice("cuda", TrainingPrecision.Bfloat16), "run-1"));

        AssertSaysWhatToDo(pause);
    }

    [TestMethod]
    public async Task RunSlice_NoLibtorchWithCuda_PausesAndComputesNothing()
    {
        await using ActivityHouse house = new();
        RunSlice slice = await house.InputOfAsync<RunSlice>("training.run-slice");

        PauseRequestedException pause = await Assert.ThrowsExactlyAsync<PauseRequestedException>(
            () => house.Runner.RunAsync(TrainingFunctions.RunSlice, slice with { Settings = slice.Settings with { Device = "cuda" } }, "run-1"));

        AssertSaysWhatToDo(pause);
    }

    [TestMethod]
    public async Task OptionsOf_Gpu_TakesAWholeStepAtOnce()
    {
        await using ActivityHouse house = new();
        RunSlice slice = await house.InputOfAsync<RunSlice>("training.run-slice");

        TrainingOptions usual = SliceData.OptionsOf(slice);
        TrainingOptions gpu = SliceData.OptionsOf(slice with { Settings = slice.Settings with { Device = "cuda:1", Precision = TrainingPrecision.Bfloat16 } });

        Assert.AreEqual(new TrainingOptions().MicroBatchTokens, usual.MicroBatchTokens);
        Assert.AreEqual(slice.Settings.BatchTokens, gpu.MicroBatchTokens);
        Assert.AreEqual("cuda:1", gpu.Device.Name);
        Assert.AreEqual(ProductPrecision.Bfloat16, gpu.Precision);
    }

    private static void AssertSaysWhatToDo(PauseRequestedException pause)
    {
        StringAssert.Contains(pause.Message, "training.device is cuda, but libtorch is one for processors alone");
        StringAssert.Contains(pause.Message, "Build with -p:TorchBackend=cuda");
    }
}
