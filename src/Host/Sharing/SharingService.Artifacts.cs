using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Tapir.Artifacts;
using Tapir.Host.Sharing.Wire;

namespace Tapir.Host.Sharing;

/// <summary>Artifacts, in pieces.</summary>
internal sealed partial class SharingService
{
    /// <summary>Bytes in a message. More than one is on its way at a time, so that larger ones would only take memory.</summary>
    public const int PieceSize = 1 << 18;

    /// <summary>Bytes that a message may have: a piece of an artifact, a result or a response at most.</summary>
    public const int LargestMessage = 64 << 20;

    public override async Task<FindArtifactReply> FindArtifact(FindArtifactRequest request, ServerCallContext context)
    {
        ArtifactRef artifact = ToArtifact(request.Digest);
        if (request.Claims && !await rooms.Artifacts.ClaimAsync(artifact, context.CancellationToken))
        {
            return new FindArtifactReply();
        }

        return await rooms.Artifacts.FindAsync(artifact, context.CancellationToken) is { } found
            ? new FindArtifactReply { Found = true, Length = found.Length, WrittenAt = found.WrittenAt.ToUnixTimeMilliseconds(), Version = found.Version }
            : new FindArtifactReply();
    }

    public override async Task GetArtifact(GetArtifactRequest request, IServerStreamWriter<Bytes> responseStream, ServerCallContext context)
    {
        await using Stream content = await rooms.Artifacts.OpenAsync(ToArtifact(request.Digest), context.CancellationToken);
        content.Position = request.Offset >= 0 && request.Offset <= content.Length
            ? request.Offset
            : throw new RpcException(new Status(StatusCode.OutOfRange, $"The artifact has {content.Length} bytes; there is nothing from {request.Offset} on."));
        byte[] buffer = new byte[PieceSize];
        for (int read = await content.ReadAsync(buffer, context.CancellationToken); read > 0; read = await content.ReadAsync(buffer, context.CancellationToken))
        {
            await responseStream.WriteAsync(new Bytes { Piece = ByteString.CopyFrom(buffer, 0, read) }, context.CancellationToken);
        }
    }

    public override async Task<BeginPutReply> BeginPut(BeginPutRequest request, ServerCallContext context) =>
        await rooms.Uploads.ArrivedAsync(ToArtifact(request.Digest), context.CancellationToken) is { } arrived ? new BeginPutReply { Offset = arrived } : new BeginPutReply { Stored = true };

    public override async Task<PutArtifactReply> PutArtifact(IAsyncStreamReader<PutArtifactRequest> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken))
        {
            throw Wrong("The stream is empty: its first message names the artifact.");
        }

        PutArtifactRequest first = requestStream.Current;
        await rooms.Uploads.ReceiveAsync(ToArtifact(first.Digest), first.Offset, first.Length, PiecesAsync(requestStream, context.CancellationToken), context.CancellationToken);
        return new PutArtifactReply();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(IAsyncStreamReader<PutArtifactRequest> stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        do
        {
            yield return stream.Current.Piece.Memory;
        }
        while (await stream.MoveNext(cancellation));
    }

    private static ArtifactRef ToArtifact(string digest) => ArtifactRef.TryParse(digest, out ArtifactRef artifact) ? artifact : throw Wrong($"'{digest}' is no digest.");
}
