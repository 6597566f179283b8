using Azure.Core;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Client.Grpc;
using Tapir.DurableTask.Sidecar;
using Tapir.Host.Engine.Scheduler;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Engine;

[TestClass]
public sealed class SchedulerConnectionTests
{
    [TestMethod]
    public void Parse_WholeString_HasItsParts()
    {
        SchedulerConnection connection = SchedulerConnection.Parse("Endpoint=https://mine.westus.durabletask.io; TaskHub=tapir; Authentication=ManagedIdentity; ClientID=abc");

        Assert.AreEqual(new Uri("https://mine.westus.durabletask.io"), connection.Endpoint);
        Assert.AreEqual("tapir", connection.TaskHub);
        Assert.IsNotNull(connection.Credential);
    }

    [TestMethod]
    [DataRow("Endpoint=https://a;TaskHub=", "'TaskHub' is missing")]
    [DataRow("Endpoint=ftp://a;TaskHub=b", "is no https address")]
    [DataRow("Endpoint=http://a;TaskHub=b", "a token is never sent over http")]
    [DataRow("Endpoint=https://a;TaskHub=b;Authentication=Password", "is no way to sign in")]
    [DataRow("Endpoint=https://a;TaskHub=b;Key=c", "'Key' is not known")]
    [DataRow("Endpoint=https://a;TaskHub=b;TaskHub=c", "is there twice")]
    public void Parse_Fault_IsTold(string text, string message) =>
        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => SchedulerConnection.Parse(text)).Message, message);

    [TestMethod]
    public async Task Open_EachCall_NamesHubAndWorkerAndCarriesTheToken()
    {
        using TemporaryFolder folder = new();
        HeaderTrap trap = new();
        await using SidecarHost sidecar = await SidecarHost.StartAsync(
            new SidecarOptions { HubPath = folder.File("hub.db"), TcpPort = 0 },
            NullLoggerFactory.Instance,
            TimeProvider.System,
            CancellationToken.None,
            services => services.AddGrpc(grpc => grpc.Interceptors.Add<HeaderTrap>()).Services.AddSingleton(trap));
        using GrpcChannel channel = SchedulerChannel.Open(new SchedulerConnection(new Uri(sidecar.Address), "mine", new FixedToken("secret-of-the-test")));
        await using GrpcDurableTaskClient client = new("test", new GrpcDurableTaskClientOptions { Channel = channel }, NullLogger.Instance);

        Assert.IsNull(await client.GetInstanceAsync("none"));

        Assert.AreEqual("mine", trap.Seen!.GetValue("taskhub"));
        Assert.AreEqual("Bearer secret-of-the-test", trap.Seen.GetValue("authorization"));
        Assert.IsNotNull(trap.Seen.GetValue("workerid"));
    }

    private sealed class FixedToken(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }

    private sealed class HeaderTrap : Interceptor
    {
        public Metadata? Seen { get; private set; }

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Seen = context.RequestHeaders;
            return continuation(request, context);
        }
    }
}
