using Google.Protobuf;
using Grpc.Core;
using Tapir.Artifacts;
using Tapir.Host.Sharing;
using Tapir.Host.Sharing.Wire;

namespace Tapir.Host.Joining;

/// <summary>The artifacts of the machine of the state folder, in pieces. What has arrived before a cut is not sent again, in either direction.</summary>
internal sealed class HomeArtifacts(Sharing.Wire.Sharing.SharingClient client, HomePatience patience) : IArtifactOrigin
{
    // A piece that takes longer is not on its way any more.
    private static readonly TimeSpan PieceTime = TimeSpan.FromSeconds(60);

    // Here some large file may be read whole first, to check it.
    private static readonly TimeSpan StoreTime = TimeSpan.FromMinutes(10);

    public Task<StoredArtifact?> FindAsync(ArtifactRef artifact, bool claims, CancellationToken cancellation) => patience.RunAsync(
        nameof(client.FindArtifact),
        async () =>
        {
            FindArtifactReply reply = await client.FindArtifactAsync(
                new FindArtifactRequest { Digest = artifact.Digest, Claims = claims }, deadline: DateTime.UtcNow + PieceTime, cancellationToken: cancellation);
            return reply.Found ? new StoredArtifact(artifact, reply.Length, DateTimeOffset.FromUnixTimeMilliseconds(reply.WrittenAt), reply.Version) : null;
        },
        cancellation);

    public Task FetchAsync(ArtifactRef artifact, Stream destination, CancellationToken cancellation) => patience.RunAsync(
        nameof(client.GetArtifact),
        async () =>
        {
            using CancellationTokenSource stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            stalled.CancelAfter(StoreTime);
            using AsyncServerStreamingCall<Bytes> call = client.GetArtifact(
                new GetArtifactRequest { Digest = artifact.Digest, Offset = destination.Length }, cancellationToken: stalled.Token);
            while (await call.ResponseStream.MoveNext(stalled.Token))
            {
                await destination.WriteAsync(call.ResponseStream.Current.Piece.Memory, cancellation);
                stalled.CancelAfter(PieceTime);
            }

            return destination.Length;
        },
        cancellation,
        artifact,
        () => destination.Length);

    public Task SendAsync(ArtifactRef artifact, IArtifactContent content, CancellationToken cancellation)
    {
        // What has arrived is known there alone, and said at the next beginning.
        long arrived = 0;
        return patience.RunAsync(
            nameof(client.PutArtifact),
            async () =>
            {
                BeginPutReply begun = await client.BeginPutAsync(new BeginPutRequest { Digest = artifact.Digest }, deadline: DateTime.UtcNow + PieceTime, cancellationToken: cancellation);
                arrived = Math.Min(begun.Offset, content.Length);
                if (!begun.Stored)
                {
                    await SendAsync(artifact, content, arrived, cancellation);
                }

                return true;
            },
            cancellation,
            artifact,
            () => arrived);
    }

    private async Task SendAsync(ArtifactRef artifact, IArtifactContent content, long offset, CancellationToken cancellation)
    {
        using CancellationTokenSource stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using AsyncClientStreamingCall<PutArtifactRequest, PutArtifactReply> call = client.PutArtifact(cancellationToken: stalled.Token);
        try
        {
            await SendPiecesAsync(call.RequestStream, artifact, content, offset, stalled);
        }
        catch (Exception cut) when (cut is RpcException or InvalidOperationException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // Why the server takes no more it says in its answer.
        }

        stalled.CancelAfter(StoreTime);
        await call.ResponseAsync;
    }

    private static async Task SendPiecesAsync(
        IClientStreamWriter<PutArtifactRequest> stream, ArtifactRef artifact, IArtifactContent content, long offset, CancellationTokenSource stalled)
    {
        byte[] buffer = new byte[SharingService.PieceSize];
        long at = offset;
        do
        {
            PutArtifactRequest piece = at == offset ? new PutArtifactRequest { Digest = artifact.Digest, Offset = offset, Length = content.Length } : new PutArtifactRequest();
            int length = (int)Math.Min(buffer.Length, content.Length - at);
            content.ReadAt(at, buffer.AsSpan(0, length));
            piece.Piece = ByteString.CopyFrom(buffer, 0, length);
            stalled.CancelAfter(PieceTime);
            await stream.WriteAsync(piece, stalled.Token);
            at += length;
        }
        while (at < content.Length);

        await stream.CompleteAsync();
    }
}
