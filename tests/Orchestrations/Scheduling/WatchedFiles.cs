using System.Security.Cryptography;
using System.Text;
using Tapir.Artifacts;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Orchestrations.Tests.Scheduling;

/// <summary>Files in memory, and looks at them as the real function makes them: by names and content, without faults.</summary>
internal sealed class WatchedFiles
{
    private readonly SortedDictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly Dictionary<ArtifactRef, HashSet<string>> saved = [];

    /// <value>How often they were looked at.</value>
    public int Looks { get; private set; }

    public void Write(string name, string content) => files[name] = content;

    public void Delete(string name) => Assert.IsTrue(files.Remove(name));

    public WatchLook Look(LookAtData asked)
    {
        Looks++;
        string listing = string.Join(' ', files.Select(file => $"{file.Key}={file.Value}"));
        WatchMemory memory = asked.Memory.See(listing, asked.Now);
        HashSet<string> known = memory.Known is { } reference ? saved[reference] : [];
        string[] fresh = [.. files.Values.Where(content => !known.Contains(content)).Distinct()];
        if (memory.IsNew && fresh.Length == 0)
        {
            memory = memory.Leave(memory.Known);
        }

        if (!memory.IsNew || memory.Listing != asked.Memory.Listing)
        {
            return new WatchLook([], memory);
        }

        memory = memory.IsRead ? memory : memory.Read(string.Join(' ', fresh), asked.Now);
        if (!memory.IsSettled(asked.Now, asked.Trigger.Settle) || !asked.MayTake)
        {
            return new WatchLook([], memory);
        }

        string name = string.Join('+', fresh);
        SeedSet set = new(DigestOf(name), new ArtifactRef(DigestOf(name)), name, fresh.Length, fresh.Length, 0);
        return new WatchLook([Occurrence.OfData(set, asked.Now)], memory.Take(set, Save([.. known, .. fresh])));
    }

    private ArtifactRef Save(HashSet<string> known)
    {
        ArtifactRef reference = new(DigestOf(string.Join(' ', known.Order(StringComparer.Ordinal))));
        saved[reference] = known;
        return reference;
    }

    private static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
