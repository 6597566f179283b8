using Tapir.Host.Scheduling;
using Tapir.Host.Scheduling.Watching;
using Tapir.Host.Settings;

namespace Tapir.Host.Tests.Scheduling.Watching;

[TestClass]
public sealed class WatchAllowanceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public WatchAllowanceTests()
    {
        Directory.CreateDirectory(folder.File("in/deep"));
        Directory.CreateDirectory(folder.File("other"));
        Directory.CreateSymbolicLink(folder.File("in/out"), folder.File("other"));
    }

    public void Dispose() => folder.Dispose();

    [TestMethod]
    [DataRow("in", true)]
    [DataRow("in/deep", true)]
    [DataRow("in/none", true)]
    [DataRow("in/../in", true)]
    [DataRow("other", false)]
    [DataRow("in/../other", false)]
    [DataRow("in/out", false)]
    [DataRow("inside", false)]
    [DataRow(".", false)]
    public void RefusalOf_Folder_IsWithinTheListOrRefused(string watched, bool isAllowed) =>
        Assert.AreEqual(isAllowed, RefusalOf(new TapirSettings { Allow = new AllowSettings { Read = [folder.File("in")] } }, folder.File(watched)) is null);

    [TestMethod]
    [DataRow("blob:incoming/daily", true)]
    [DataRow("blob:incoming/daily/sub/", true)]
    [DataRow("blob:incoming/dailyish", false)]
    [DataRow("blob:incoming", false)]
    [DataRow("blob:other/daily", false)]
    public void RefusalOf_Blobs_AreBelowWhatIsListed(string watched, bool isAllowed) => Assert.AreEqual(isAllowed, RefusalOf(
        new TapirSettings { Artifacts = new ArtifactSettings { ConnectionVariable = "STORE" }, Allow = new AllowSettings { Read = ["blob:incoming/daily"] } }, watched) is null);

    [TestMethod]
    public void RefusalOf_NothingListed_SaysWhere() =>
        Assert.AreEqual(
            $"'{folder.File("in")}' is not within what 'tapir.allow.read' of host.json lists (nothing), symbolic links followed; list it there", RefusalOf(new TapirSettings(), folder.File("in")));

    [TestMethod]
    public void RefusalOf_BlobsWithoutAccount_SaysWhatToAdd() =>
        StringAssert.Contains(RefusalOf(new TapirSettings(), "blob:incoming"), "add connectionVariable or accountUrl to 'tapir.artifacts'");

    [TestMethod]
    public void RefusalOf_WhatTheOperatorsScheduleNames_IsAllowed()
    {
        TapirSettings settings = new() { Schedules = [new ScheduleSettings { Name = "a", Spec = "a.yaml", Watch = folder.File("other") }] };

        Assert.IsNull(RefusalOf(settings, folder.File("in/out")));
        Assert.IsNotNull(RefusalOf(settings, folder.File("in")));
    }

    [TestMethod]
    public void RefusalOf_LinkToElsewhere_TellsNotWhereItLeads()
    {
        Directory.CreateDirectory(folder.File("secret"));
        Directory.CreateSymbolicLink(folder.File("link"), folder.File("secret"));

        string refusal = RefusalOf(new TapirSettings(), folder.File("link/deeper"))!;

        StringAssert.Contains(refusal, $"'{folder.File("link/deeper")}' is not within");
        Assert.DoesNotContain("secret", refusal);
    }

    private static string? RefusalOf(TapirSettings settings, string watched) =>
        new WatchAllowance(settings).RefusalOf(WatchedAddress.Parse(watched, Environment.CurrentDirectory), watched);
}
