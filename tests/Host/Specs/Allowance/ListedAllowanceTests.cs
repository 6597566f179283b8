using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Allowance;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Specs.Allowance;

[TestClass]
public sealed class ListedAllowanceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [TestMethod]
    [DataRow("http://127.0.0.1:8000/v1")]
    [DataRow("http://localhost/v1")]
    [DataRow("http://2130706433/v1")]
    [DataRow("http://0x7f.1/v1")]
    [DataRow("http://[::1]:8000/v1")]
    [DataRow("http://[::ffff:10.0.0.1]/v1")]
    [DataRow("http://10.1.2.3/v1")]
    [DataRow("http://172.31.0.1/v1")]
    [DataRow("http://192.168.1.1/v1")]
    [DataRow("http://169.254.169.254/latest/meta-data")]
    [DataRow("http://metadata.google.internal/v1")]
    [DataRow("http://100.100.100.200/v1")]
    [DataRow("http://168.63.129.16/v1")]
    [DataRow("http://[fd00:ec2::254]/v1")]
    [DataRow("http://[64:ff9b::a00:1]/v1")]
    [DataRow("http://intranet/v1")]
    [DataRow("http://model.local./v1")]
    public void Check_PrivateEndpoint_IsRefusedUnlessListed(string url)
    {
        Assert.AreSequenceEqual(["teacher.url"], Faults(new AllowSettings(), Teacher(url)));
        Assert.IsEmpty(Faults(new AllowSettings { Endpoints = [url] }, Teacher(url)));
    }

    [TestMethod]
    [DataRow("https://api.example.com/v1")]
    [DataRow("https://8.8.8.8/v1")]
    [DataRow("https://[2606:4700::1111]/v1")]
    [DataRow(null)]
    public void Check_PublicEndpoint_IsAllowedUnlessOthersAreListed(string? url)
    {
        Assert.IsEmpty(Faults(new AllowSettings(), Teacher(url)));
        Assert.AreSequenceEqual(["teacher.url"], Faults(new AllowSettings { Endpoints = ["https://ours.example.com"] }, Teacher(url)));
    }

    [TestMethod]
    [DataRow("https://ours.example.com/v1", true)]
    [DataRow("https://OURS.example.com/v1/chat", true)]
    [DataRow("https://ours.example.com/v1/../v2", false)]
    [DataRow("https://ours.example.com/v1%2f..%2fv2", false)]
    [DataRow("https://ours.example.com/v10", false)]
    [DataRow("https://ours.example.com:8443/v1", false)]
    [DataRow("http://ours.example.com/v1", false)]
    [DataRow("https://ours.example.com.evil.org/v1", false)]
    [DataRow("https://ours.example.com@evil.org/v1", false)]
    public void Check_ListedEndpoint_IsByWholeParts(string url, bool isAllowed) =>
        Assert.AreEqual(isAllowed, Faults(new AllowSettings { Endpoints = ["https://ours.example.com/v1"] }, Teacher(url)).Length == 0);

    [TestMethod]
    public void Check_OtherVariable_IsNotSent()
    {
        RunSpec spec = Teacher(null) with { };
        spec = spec with { Teacher = spec.Teacher with { KeyVariable = "AWS_SECRET_ACCESS_KEY" } };

        Assert.AreSequenceEqual(["teacher.keyVariable"], Faults(new AllowSettings(), spec));
        Assert.IsEmpty(Faults(new AllowSettings { KeyVariables = ["AWS_SECRET_ACCESS_KEY"] }, spec));
    }

    [TestMethod]
    public void Check_SeedFile_MustBeWithinTheListedFolders()
    {
        Directory.CreateDirectory(folder.File("open"));
        Directory.CreateDirectory(folder.File("closed"));
        string seed = folder.Write("open/seed.jsonl", "");
        string secret = folder.Write("closed/secret", "");
        File.CreateSymbolicLink(folder.File("open/link"), secret);
        AllowSettings settings = new() { Read = [folder.File("open")] };

        Assert.IsEmpty(Faults(settings, Seed(seed)));
        Assert.AreSequenceEqual(["seed.path"], Faults(settings, Seed(secret)));
        Assert.AreSequenceEqual(["seed.path"], Faults(settings, Seed(folder.File("open/../closed/secret"))));
        Assert.AreSequenceEqual(["seed.path"], Faults(settings, Seed(folder.File("open/link"))));
        Assert.AreSequenceEqual(["seed.path"], Faults(new AllowSettings(), Seed(seed)));
        RunSpec two = Seed(seed);
        Assert.AreSequenceEqual(["seed.also"], Faults(settings, two with { Seed = two.Seed with { Also = [secret] } }));
    }

    [TestMethod]
    public void Settle_LinkWithinTheListedFolders_IsReplacedByItsTarget()
    {
        string seed = folder.Write("seed.jsonl", "");
        File.CreateSymbolicLink(folder.File("link"), seed);

        RunSpec settled = new ListedAllowance(new AllowSettings { Read = [folder.Root] }).Settle(Seed(folder.File("link")));

        Assert.AreEqual(RealPath.Of(seed), settled.Seed.Path);
    }

    [TestMethod]
    public void New_ListThatHoldsNoAddress_IsRefused() =>
        Assert.ThrowsExactly<SpecException>(() => new ListedAllowance(new AllowSettings { Endpoints = ["ours.example.com"] }));

    public void Dispose() => folder.Dispose();

    private static string[] Faults(AllowSettings settings, RunSpec spec) => [.. new ListedAllowance(settings).Check(spec).Select(fault => fault.Key)];

    private static RunSpec Teacher(string? url) => new() { Name = "mine", Teacher = new TeacherSpec { Kind = TeacherKind.OpenAI, Model = "m", Url = url } };

    private static RunSpec Seed(string path) => new() { Name = "mine", Seed = new SeedSpec { Path = path } };
}
