namespace Tapir.Host.Specs.Shelf;

/// <summary>One version of a spec that is kept in the state folder. It never changes.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Digest">SHA-256 of the text, 64 hexadecimal digits.</param>
/// <param name="By">Name of the key that it came with; null where none was needed.</param>
/// <param name="Text">As it was sent.</param>
internal sealed record StoredSpec(string Name, int Version, string Digest, DateTimeOffset CreatedAt, string? By, string Text);
