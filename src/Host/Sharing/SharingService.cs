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
    public override Task<HelloReply> Hello(HelloRequest request, ServerCallContext context) => Task.FromResult(new HelloReply { Version = TapirVersion.Own });

    public override Task<DescribeRunReply> DescribeRun(DescribeRunRequest request, ServerCallContext context) =>
        Task.FromResult(new DescribeRunReply { RunJson = JsonSerializer.Serialize(rooms.Describe(request.Run), StateJson.Options) });

    public override async Task<RenewReply> Renew(RenewRequest request, ServerCallContext context)
    {
        rooms.Calls.Renew(request.Intents);
        rooms.Watched.Seen(request.Worker);
        if (request.Claims.Count > 0)
        {
            await rooms.Results.RenewAsync([.. request.Claims.Select(ToClaim)], SharedRooms.Lease);
        }

        return new RenewReply();
    }

    public override Task<NoteReply> Note(NoteRequest request, ServerCallContext context)
    {
        rooms.Watched.Seen(request.Worker);
        if (!rooms.Heard.Hear(request.Worker, request.Number))
        {
            return Task.FromResult(new NoteReply());
        }

        foreach (NotedCall noted in request.Calls)
        {
            Note(request.Worker, noted, Read<Call>(noted.CallJson));
        }

        foreach (Account hit in request.Hits)
        {
            rooms.Ledger.CountHit(ToAccount(hit));
        }

        return Task.FromResult(new NoteReply());
    }

    private void Note(string worker, NotedCall noted, Call call)
    {
        if (noted.Progress is { } progress)
        {
            rooms.Watched.Progressed(call, new CallProgress(progress.Done, progress.Total, progress.HasUnit ? progress.Unit : null));
        }
        else if (noted.EndJson.Length == 0)
        {
            rooms.Results.CallLog.Started(call);
            rooms.Watched.Started(worker, call);
        }
        else
        {
            CallEnd end = Read<CallEnd>(noted.EndJson);
            rooms.Results.CallLog.Finished(call, end);
            rooms.Watched.Finished(call, end);
        }
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, FunctionJson.Options) ?? throw Wrong($"'{json}' is no {typeof(T).Name}.");

    private static RpcException Wrong(string why) => new(new Status(StatusCode.InvalidArgument, why));
}
