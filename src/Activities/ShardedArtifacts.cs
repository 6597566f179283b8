using Tapir.Artifacts;

namespace Tapir.Activities;

/// <summary>Lists that lie in several artifacts, so that work on them fans out.</summary>
internal static class ShardedArtifacts
{
    public static async Task<IReadOnlyList<ArtifactRef>> PutShardsAsync<T>(
        this IArtifactStore artifacts, IReadOnlyList<T> items, int shardSize, CancellationToken cancellation)
    {
        List<ArtifactRef> shards = [];
        foreach (T[] shard in items.Chunk(shardSize))
        {
            shards.Add(await artifacts.PutLinesAsync(shard, cancellation));
        }

        return shards;
    }

    public static async Task<IReadOnlyList<T>> ReadShardsAsync<T>(
        this IArtifactStore artifacts, IReadOnlyList<ArtifactRef> shards, CancellationToken cancellation)
    {
        List<T> items = [];
        foreach (ArtifactRef shard in shards)
        {
            items.AddRange(await artifacts.ReadAllLinesAsync<T>(shard, cancellation));
        }

        return items;
    }
}
