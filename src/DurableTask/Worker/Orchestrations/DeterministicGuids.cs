using System.Security.Cryptography;
using System.Text;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>GUIDs that come out the same on every replay: version 5 (RFC 9562, section 5.5) over instance id, orchestration time and a counter.</summary>
/// <remarks>Name space and name are those of the Durable Task SDK for .NET, so that either worker goes on where the other stopped.</remarks>
internal sealed class DeterministicGuids(string instanceId)
{
    private static readonly byte[] NameSpace = new Guid("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);

    private int counter;

    public Guid Next(DateTime now)
    {
        byte[] name = Encoding.UTF8.GetBytes($"{instanceId}_{now:o}_{counter++}");
#pragma warning disable CA5350 // Version 5 is defined with SHA-1; nothing secret depends on it.
        byte[] hash = SHA1.HashData([.. NameSpace, .. name]);
#pragma warning restore CA5350
        Span<byte> guid = hash.AsSpan(0, 16);
        guid[6] = (byte)((guid[6] & 0x0F) | 0x50);
        guid[8] = (byte)((guid[8] & 0x3F) | 0x80);
        return new Guid(guid, bigEndian: true);
    }
}
