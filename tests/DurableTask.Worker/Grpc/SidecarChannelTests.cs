using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Tests.Grpc;

/// <summary>What the other side of a channel sees of it.</summary>
[TestClass]
public sealed class SidecarChannelTests
{
    private const int PrefaceLength = 24;
    private const int FrameHeaderLength = 9;
    private const int SettingLength = 6;
    private const ushort InitialWindowSize = 4;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(30_000, CooperativeCancellation = true)]
    public async Task ForAddress_FirstCall_OffersAWindowThatHoldsAWholeAnswer()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        using GrpcChannel channel = SidecarChannel.ForAddress($"http://{server.LocalEndpoint}");
        TaskHubSidecarService.TaskHubSidecarServiceClient client = new(channel);
        using var call = client.GetInstanceAsync(new GetInstanceRequest { InstanceId = "any" }, cancellationToken: TestContext.CancellationToken);

        using TcpClient caller = await server.AcceptTcpClientAsync(TestContext.CancellationToken);
        Dictionary<ushort, uint> settings = await SettingsAsync(caller.GetStream());

        Assert.IsGreaterThanOrEqualTo(16u << 20, settings[InitialWindowSize]);
    }

    /// <summary>The connection's first frame after the preface (RFC 9113, 3.4 and 6.5).</summary>
    private async Task<Dictionary<ushort, uint>> SettingsAsync(NetworkStream stream)
    {
        byte[] head = new byte[PrefaceLength + FrameHeaderLength];
        await stream.ReadExactlyAsync(head, TestContext.CancellationToken);
        byte[] payload = new byte[(head[PrefaceLength] << 16) | (head[PrefaceLength + 1] << 8) | head[PrefaceLength + 2]];
        await stream.ReadExactlyAsync(payload, TestContext.CancellationToken);
        return payload.Chunk(SettingLength).ToDictionary(setting => BinaryPrimitives.ReadUInt16BigEndian(setting), setting => BinaryPrimitives.ReadUInt32BigEndian(setting.AsSpan(2)));
    }
}
