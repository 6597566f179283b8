namespace Tapir.DurableTask;

/// <summary>The version of an orchestrator or activity. Empty means unversioned. Compared without regard to case.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>No version at all; the same as <c>default</c> and as an empty string.</summary>
    public static readonly TaskVersion Unversioned;

    private readonly string? version;

    /// <param name="version">The version; null and empty both mean unversioned.</param>
    /// <exception cref="ArgumentException">The text is not empty but has only white space in it.</exception>
    public TaskVersion(string? version)
    {
        if (!string.IsNullOrEmpty(version) && string.IsNullOrWhiteSpace(version))
        {
            throw new ArgumentException("A version of only white space is neither a version nor none. Give a version, or null for unversioned.", nameof(version));
        }

        this.version = version;
    }

    /// <value>The version's text; empty, never null, when unversioned.</value>
    public string Version => version ?? string.Empty;

    public static implicit operator string(TaskVersion value) => value.Version;

    public static implicit operator TaskVersion(string? value) => new(value);

    public static bool operator ==(TaskVersion left, TaskVersion right) => left.Equals(right);

    public static bool operator !=(TaskVersion left, TaskVersion right) => !left.Equals(right);

    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);

    public override string ToString() => Version;
}
