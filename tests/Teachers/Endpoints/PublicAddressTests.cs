using System.Net;
using Microsoft.Extensions.AI;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Endpoints;

[TestClass]
public sealed class PublicAddressTests
{
    [TestMethod]
    [DataRow("8.8.8.8", true)]
    [DataRow("172.15.255.255", true)]
    [DataRow("172.32.0.1", true)]
    [DataRow("2606:4700::1111", true)]
    [DataRow("2002:808:808::1", true)]
    [DataRow("0.0.0.0", false)]
    [DataRow("127.1.2.3", false)]
    [DataRow("169.254.169.254", false)]
    [DataRow("172.16.0.1", false)]
    [DataRow("255.255.255.255", false)]
    [DataRow("::", false)]
    [DataRow("::1", false)]
    [DataRow("::ffff:192.168.0.1", false)]
    [DataRow("2002:a00:1::1", false)]
    [DataRow("64:ff9b::7f00:1", false)]
    [DataRow("fe80::1", false)]
    [DataRow("fd12:3456::1", false)]
    public void Is_Address_IsOfThePublicInternetOrNot(string address, bool isPublic) => Assert.AreEqual(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [TestMethod]
    public async Task Open_PublicOnly_NeverConnectsWhereANameLeadsIntoAPrivateNetwork()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Complete(context, "four"));
        bench.Spec = bench.Spec with { PublicOnly = true };

        EndpointRefusedException refused = await Assert.ThrowsExactlyAsync<EndpointRefusedException>(() => bench.Open().AskAsync("2 + 2?"));

        StringAssert.Contains(refused.Message, "tapir.allow.endpoints");
        Assert.AreEqual(0, bench.Server.Requests);
    }
}
