namespace Tapir.Artifacts;

/// <summary>The bytes of an artifact on their way to another machine: read from any place, so that sending goes on where it was cut off.</summary>
public interface IArtifactContent
{
    /// <value>In bytes.</value>
    long Length { get; }

    /// <summary>Fills the buffer from a place on; as many bytes must follow there.</summary>
    void ReadAt(long offset, Span<byte> buffer);
}
