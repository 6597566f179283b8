using Tapir.Activities.Training.Isolation;

namespace Tapir.Activities.Tests.Training.Isolation;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class SliceProcessEndTests
{
    [TestMethod]
    [DataRow(137, "signal 9 (killed, as the operating system does where memory runs out)")]
    [DataRow(134, "signal 6 (aborted by the runtime or native code)")]
    [DataRow(130, "signal 2")]
    [DataRow(1, "exit code 1")]
    [DataRow(0, "exit code 0")]
    [DataRow(255, "exit code 255")]
    public void Reason_ExitCode_SaysWhatItMeans(int exitCode, string expected) => Assert.AreEqual(expected, new SliceProcessEnd(exitCode, "").Reason);
}
