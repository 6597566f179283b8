using Tapir.Activities.Scheduling.Watching;

namespace Tapir.Activities.Tests.Scheduling.Watching;

[TestClass]
public sealed class FileEndTests
{
    [TestMethod]
    [DataRow("{\"a\": 1}\n", false)]
    [DataRow("{\"a\": 1}\n{\"a\": 2}", false)]
    [DataRow("{\"a\": 1}\n{\"a\": ", true)]
    [DataRow("{\"a\": 1}\n{\"a\": \"torn in a te", true)]
    [DataRow("{\"a\": 1}\r\n{\"a\"", true)]
    [DataRow("{\"a", true)]
    [DataRow("{\"a\": 1}\n{\"bad\"\n", false)]
    [DataRow("{\"bad\"\n{\"a\": 1}", false)]
    [DataRow("[{\"a\": 1}]", false)]
    [DataRow("\uFEFF [{\"a\": 1}]\n\n", false)]
    [DataRow("[{\"a\": 1},\n", true)]
    [DataRow("[\n{\"a\": 1}\n", true)]
    [DataRow("no rows at all", false)]
    [DataRow(" \n \n", false)]
    public void IsTorn_End_IsJudged(string content, bool isTorn)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);

            Assert.AreEqual(isTorn, FileEnd.IsTorn(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
