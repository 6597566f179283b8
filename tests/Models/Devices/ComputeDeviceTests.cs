using Tapir.Models.Devices;

namespace Tapir.Models.Tests.Devices;

[TestClass]
public sealed class ComputeDeviceTests
{
    private static readonly CudaGpu Ampere = new("NVIDIA A100-SXM4-40GB", 8, 0, 12040), Turing = new("Tesla T4", 7, 5, 12040);

    [TestMethod]
    [DataRow("cpu", false, 0)]
    [DataRow("cuda", true, 0)]
    [DataRow("cuda:0", true, 0)]
    [DataRow("cuda:1", true, 1)]
    public void Parse_NameOfADevice_IsThatDevice(string name, bool isCuda, int index)
    {
        ComputeDevice device = ComputeDevice.Parse(name);

        Assert.AreEqual(name, device.Name);
        Assert.AreEqual(isCuda, device.IsCuda);
        Assert.AreEqual(!isCuda, device.IsCpu);
        Assert.AreEqual(index, device.Index);
    }

    [TestMethod]
    [DataRow("gpu")]
    [DataRow("CUDA")]
    [DataRow("cuda:")]
    [DataRow("cuda:-1")]
    [DataRow("cuda:one")]
    [DataRow("cpu tensors")]
    [DataRow("")]
    public void Parse_AnythingElse_SaysWhatThereIs(string name) =>
        Assert.Contains("write cpu, cuda, or cuda:N", Assert.ThrowsExactly<FormatException>(() => ComputeDevice.Parse(name)).Message);

    [TestMethod]
    public void Demand_LibtorchForProcessors_SaysHowToGetAnother()
    {
        CudaMachine machine = new("/native", "libtorch is one for processors alone: there is no libtorch_cuda.so in /native.", NotAsked, _ => Ampere);

        string message = Refusal(machine, "cuda", ProductPrecision.Float32);

        Assert.Contains("training.device is cuda, but libtorch is one for processors alone", message);
        Assert.Contains("-p:TorchBackend=cuda", message);
        Assert.Contains("TapirLibTorch", message);
    }

    [TestMethod]
    public void Demand_NoGpu_SaysWhereToLook() =>
        Assert.Contains("nvidia-smi", Refusal(new CudaMachine("/native", "", () => 0, _ => Ampere), "cuda", ProductPrecision.Float32));

    [TestMethod]
    public void Demand_FewerGpus_NamesThoseThereAre()
    {
        Assert.Contains("has one GPU, cuda:0", Refusal(new CudaMachine("/native", "", () => 1, _ => Ampere), "cuda:1", ProductPrecision.Float32));
        Assert.Contains("has 2 GPUs, cuda:0 to cuda:1", Refusal(new CudaMachine("/native", "", () => 2, _ => Ampere), "cuda:2", ProductPrecision.Float32));
    }

    [TestMethod]
    public void Demand_Bfloat16OnAnOldGpu_NamesItAndWhatToWrite()
    {
        CudaMachine machine = new("/native", "", () => 2, index => index == 1 ? Turing : Ampere);

        string message = Refusal(machine, "cuda:1", ProductPrecision.Bfloat16);

        Assert.Contains("Tesla T4 (compute capability 7.5, CUDA driver 12.4)", message);
        Assert.Contains("Set training.precision to float32", message);
        Assert.AreEqual(Turing, machine.Demand(ComputeDevice.Parse("cuda:1"), ProductPrecision.Float32));
        Assert.AreEqual(Ampere, machine.Demand(ComputeDevice.Parse("cuda"), ProductPrecision.Bfloat16));
    }

    [TestMethod]
    public void Find_Cpu_IsAlwaysThere() => Assert.AreEqual("cpu", DeviceSearch.Find(ComputeDevice.Cpu, ProductPrecision.Float32));

    [TestMethod]
    public void Describe_TheProcessor_IsTheNumericEnvironmentAsItWas() => Assert.AreEqual(NumericEnvironment.Describe(), NumericEnvironment.Describe(ComputeDevice.Cpu));

    [TestMethod]
    public void Describe_ADevice_IsAnotherNumericEnvironment() => Assert.AreNotEqual(NumericEnvironment.Describe(), NumericEnvironment.Describe(ComputeDevice.TensorsOnCpu));

    private static string Refusal(CudaMachine machine, string device, ProductPrecision precision) =>
        Assert.ThrowsExactly<DeviceUnavailableException>(() => machine.Demand(ComputeDevice.Parse(device), precision)).Message;

    private static int NotAsked() => throw new InvalidOperationException("libtorch was asked for GPUs without its part for them.");
}
