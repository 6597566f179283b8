using System.Text.Json;
using Grpc.Core;
using Tapir.Functions;
using Tapir.Host.Sharing.Wire;
using Tapir.Host.State;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Sharing;

/// <summary>Offers the state folder to workers on other machines. Artifacts, results and ledger are in the other parts of this class.</summary>
internal sealed partial class SharingService(SharedRooms rooms) : Wire.Sharing.SharingBase
{
    /// <summary>The version that worker and server must have in common: orchestrations are replayed by both.</summary>
    public static string Version { get; } = typeof(SharingService).Assembly.GetName().Version?.ToString() ?? "";

    public override Task<HelloReply> Hello(HelloRequest request, ServerCallContext context) => Task.FromResult(new HelloReply { Version = Version });

    public override Task<DescribeRunReply> DescribeRun(DescribeRunRequest request, ServerCallContext context) =>
        Task.FromResult(new DescribeRunReply { RunJson = JsonSerializer.Serialize(rooms.Describe(request.Run), StateJson.Options) });

    public override async Task<RenewReply> Renew(RenewRequest request, ServerCallContext context)
    {
        rooms.Calls.Renew(request.Intents);
        if (request.Claims.Count > 0)
        {
            await rooms.Results.RenewAsync([.. request.Claims.Select(ToClaim)], SharedRooms.Lease);
        }

        return new RenewReply();
    }

    public override Task<NoteReply> Note(NoteRequest request, ServerCallContext context)
    {
        foreach (NotedCall noted in request.Calls)
        {
            Call call = Read<Call>(noted.CallJson);
            if (noted.EndJson.Length == 0)
            {
                rooms.Results.CallLog.Started(call);
            }
            else
            {
                rooms.Results.CallLog.Finished(call, Read<CallEnd>(noted.EndJson));
            }
        }

        foreach (Account hit in request.Hits)
        {
            rooms.Ledger.CountHit(ToAccount(hit));
        }

        return Task.FromResult(new NoteReply());
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, FunctionJson.Options) ?? throw Wrong($"'{json}' is no {typeof(T).Name}.");

    private static RpcException Wrong(string why) => new(new Status(StatusCode.InvalidArgument, why));
}
