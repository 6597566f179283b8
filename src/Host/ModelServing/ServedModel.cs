using System.Security.Cryptography;
using System.Text;
using Tapir.Models;
using Tapir.Models.Generation.Running;

namespace Tapir.Host.ModelServing;

/// <summary>The model that is served.</summary>
/// <param name="Name">What requests and responses call it.</param>
/// <param name="Runner">Answers for all who ask.</param>
/// <param name="NewSeed">Where a request's chance comes from when it names no seed.</param>
internal sealed record ServedModel(string Name, ModelRunner Runner, TimeProvider Clock, Func<ulong> NewSeed)
{
    public DateTimeOffset Since { get; } = Clock.GetUtcNow();

    /// <summary>The same where the same seed gives the same answer.</summary>
    public string Fingerprint { get; } = $"fp_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}\n{NumericEnvironment.Describe()}")))[..10]}";
}
