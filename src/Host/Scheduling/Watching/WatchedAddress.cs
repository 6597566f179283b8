using Tapir.Artifacts;
using Tapir.Host.Specs.Allowance;

namespace Tapir.Host.Scheduling.Watching;

/// <summary>What a schedule watches, as it was written.</summary>
internal abstract record WatchedAddress
{
    private const string BlobPrefix = "blob:";

    private WatchedAddress()
    {
    }

    /// <param name="text">A folder, or <c>blob:CONTAINER/PREFIX</c>.</param>
    /// <param name="folder">What a relative folder is meant from.</param>
    /// <exception cref="FormatException">It is neither; the message says so.</exception>
    public static WatchedAddress Parse(string text, string folder)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new FormatException("it holds the character \\0, which no place's name has; leave it out");
        }

        if (!IsBlob(text))
        {
            return string.IsNullOrWhiteSpace(text)
                ? throw new FormatException("it is empty; name a folder, or blob:CONTAINER/PREFIX")
                // Every link on the way is followed now: one that is changed later leads nowhere else.
                : new Folder(RealPath.Of(Path.GetFullPath(text, folder)) ?? throw new FormatException($"'{text}': its symbolic links lead in a circle"));
        }

        string[] parts = text[BlobPrefix.Length..].Split('/', 2);
        if (!BlobLocation.IsContainer(parts[0]))
        {
            throw new FormatException($"'{text}' names no container; write blob:CONTAINER/PREFIX, the container in 3 to 63 lower-case letters, digits and single hyphens");
        }

        string prefix = parts.Length > 1 ? parts[1].Trim('/') : "";
        return new Blobs(parts[0], prefix.Length == 0 ? "" : prefix + "/");
    }

    public static bool IsBlob(string text) => text.StartsWith(BlobPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this is another address or lies below it.</summary>
    public abstract bool IsWithin(WatchedAddress other);

    /// <param name="Path">Absolute, no symbolic link on the way when it was read.</param>
    internal sealed record Folder(string Path) : WatchedAddress
    {
        public override bool IsWithin(WatchedAddress other) => other is Folder above && RealPath.IsWithin(Path, above.Path);

        public override string ToString() => Path;
    }

    /// <param name="Prefix">Empty, or up to and with a slash.</param>
    internal sealed record Blobs(string Container, string Prefix) : WatchedAddress
    {
        public override bool IsWithin(WatchedAddress other) => other is Blobs above && above.Container == Container && Prefix.StartsWith(above.Prefix, StringComparison.Ordinal);

        public override string ToString() => $"{BlobPrefix}{Container}/{Prefix}";
    }
}
