using Tapir.Functions;
using Tapir.Host.Engine;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Expansion;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Training;

namespace Tapir.Host.Tests.Settings;

[TestClass]
public sealed class TimeLimitSettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public void Of_NothingNamed_LetsFunctionsTakeTheirTime() => Assert.AreEqual(TimeLimit.None, Limits("").Of(TrainingFunctions.RunSlice));

    [TestMethod]
    [DataRow("1h")]
    [DataRow("60m")]
    [DataRow("01:00:00")]
    public void Of_MatchedByAGlob_HasItsTimeAndSaysWhereItStands(string hour)
    {
        TimeLimit limit = Limits($"\"training.*\": \"{hour}\"").Of(TrainingFunctions.RunSlice);

        Assert.AreEqual(TimeSpan.FromHours(1), limit.Length);
        StringAssert.StartsWith(limit.Setting, "'tapir.timeLimits.training.*' in host.json");
    }

    [TestMethod]
    public void Of_MatchedByNone_HasNoLimit() => Assert.AreEqual(TimeLimit.None, Limits("\"training.*\": \"1h\"").Of(JudgingFunctions.ScoreShard));

    [TestMethod]
    [DataRow("\"training.run-slice\": \"3h\", \"training.*\": \"2h\", \"*\": \"1h\"")]
    [DataRow("\"*\": \"1h\", \"training.*\": \"2h\", \"training.run-slice\": \"3h\"")]
    public void Of_MatchedBySeveral_HasThatOfTheMostExactWhateverTheirOrder(string settings)
    {
        FunctionTimeLimits limits = Limits(settings);

        Assert.AreEqual(TimeSpan.FromHours(3), limits.Of(TrainingFunctions.RunSlice).Length);
        Assert.AreEqual(TimeSpan.FromHours(2), limits.Of(TrainingFunctions.Reach).Length);
        Assert.AreEqual(TimeSpan.FromHours(1), limits.Of(JudgingFunctions.ScoreShard).Length);
    }

    [TestMethod]
    [DataRow("\"training.run-*\": \"3h\", \"training.*lice\": \"2h\"")]
    [DataRow("\"training.*lice\": \"2h\", \"training.run-*\": \"3h\"")]
    public void Of_MatchedByTwoThatAreEquallyExact_HasTheShorter(string settings) => Assert.AreEqual(TimeSpan.FromHours(2), Limits(settings).Of(TrainingFunctions.RunSlice).Length);

    [TestMethod]
    public void Of_SeveralGlobsInOneEntry_HoldsForEach()
    {
        FunctionTimeLimits limits = Limits("\"training.*, judging.*\": \"10m\"");

        Assert.AreEqual(TimeSpan.FromMinutes(10), limits.Of(TrainingFunctions.RunSlice).Length);
        Assert.AreEqual(TimeSpan.FromMinutes(10), limits.Of(JudgingFunctions.ScoreShard).Length);
        Assert.AreEqual(TimeLimit.None, limits.Of(ExpansionFunctions.Write));
    }

    [TestMethod]
    [DataRow("\"trainng.*\": \"1h\"", "'tapir.timeLimits.trainng.*' matches no function by 'trainng.*': did you mean 'training.*'?")]
    [DataRow("\"training.run-slices\": \"1h\"", "'tapir.timeLimits.training.run-slices' matches no function by 'training.run-slices': did you mean 'training.run-slice'?")]
    [DataRow("\"training.*,teacher.ask\": \"1h\"", "matches no function by 'teacher.ask'")]
    [DataRow("\"\": \"1h\"", "'tapir.timeLimits.' names no function")]
    [DataRow("\"training.*\": \"0s\"", "'tapir.timeLimits.training.*' must be between 1s and 30d; it is 0ms. Leave it out for no limit")]
    [DataRow("\"training.*\": \"00:00:00\"", "'tapir.timeLimits.training.*' must be between 1s and 30d")]
    [DataRow("\"training.*\": \"31d\"", "'tapir.timeLimits.training.*' must be between 1s and 30d; it is 31d")]
    [DataRow("\"training.*\": \"-1h\"", "'tapir.timeLimits.training.*' must be a time such as 30s, 15m, 24h or 7d; it is '-1h'")]
    [DataRow("\"training.*\": \"-01:00:00\"", "'tapir.timeLimits.training.*' must be a time such as")]
    [DataRow("\"training.*\": \"soon\"", "'tapir.timeLimits.training.*' must be a time such as")]
    [DataRow("\"training.*\": 60", "'tapir.timeLimits.training.*' must be a time such as")]
    public void Load_LimitIsWrong_SaysWhichAndWhy(string limits, string message) =>
        StringAssert.Contains(Assert.ThrowsExactly<SpecException>(() => Limits(limits)).Message, message);

    [TestMethod]
    public void Load_SeveralFaults_TellsAllOfThemWithTheirLines()
    {
        string path = folder.Write("host.json", """
            { "tapir": {
              "timeLimits": {
                "trainng.*": "1h",
                "judging.*": "0s",
                "seeds.*": "soon" },
              "maxConcurrentRuns": 0 } }
            """);

        SpecException wrong = Assert.ThrowsExactly<SpecException>(() => HostSettingsFile.Load(path));

        foreach ((int line, string key) in new[] { (3, "tapir.timeLimits.trainng.*"), (4, "tapir.timeLimits.judging.*"), (5, "tapir.timeLimits.seeds.*"), (6, "tapir.maxConcurrentRuns") })
        {
            Assert.AreEqual(line, wrong.Errors.Single(error => error.Message.Contains($"'{key}'", StringComparison.Ordinal)).Line, key);
        }
    }

    private FunctionTimeLimits Limits(string limits) =>
        new(HostSettingsFile.Load(folder.Write("host.json", $$"""{ "tapir": { "timeLimits": { {{limits}} } } }""")).Tapir.TimeLimits);
}
