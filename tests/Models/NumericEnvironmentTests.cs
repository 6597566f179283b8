namespace Tapir.Models.Tests;

[TestClass]
public sealed class NumericEnvironmentTests
{
    [TestMethod]
    public void Describe_ThisMachine_NamesDeviceAndLibtorch()
    {
        string description = NumericEnvironment.Describe();

        StringAssert.StartsWith(description, "cpu; ");
        StringAssert.Contains(description, "libtorch 2.10.0");
    }
}
