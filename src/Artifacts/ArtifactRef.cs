using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Tapir.Artifacts;

/// <summary>The name of an artifact: the SHA-256 of its bytes. Two artifacts with the same bytes are one artifact.</summary>
/// <remarks>Travels through JSON as the string <c>artifact:sha256:&lt;64 lower-case hexadecimal digits&gt;</c>, the form by which
/// other rooms recognise a reference without knowing this type. <c>default</c> names nothing and throws when its digest is read.</remarks>
[JsonConverter(typeof(ArtifactRefJsonConverter))]
public readonly record struct ArtifactRef : IComparable<ArtifactRef>
{
    /// <value>What every reference begins with.</value>
    public const string Prefix = "artifact:sha256:";

    private const int DigestLength = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly string? digest;

    /// <param name="digest">64 lower-case hexadecimal digits.</param>
    /// <exception cref="FormatException">It is anything else.</exception>
    public ArtifactRef(string digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        if (!IsDigest(digest))
        {
            throw new FormatException($"'{digest}' is not an artifact digest: expected {DigestLength} lower-case hexadecimal digits.");
        }

        this.digest = digest;
    }

    /// <value>64 lower-case hexadecimal digits.</value>
    /// <exception cref="InvalidOperationException">This is <c>default(ArtifactRef)</c>.</exception>
    public string Digest => digest ?? throw new InvalidOperationException("default(ArtifactRef) names no artifact: a reference was never set.");

    /// <summary>Reads <c>artifact:sha256:...</c>, or the digest alone.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static ArtifactRef Parse(string text) =>
        TryParse(text, out ArtifactRef artifact)
            ? artifact
            : throw new FormatException($"'{text}' is not an artifact reference: expected {Prefix} and {DigestLength} lower-case hexadecimal digits.");

    public static bool TryParse([NotNullWhen(true)] string? text, out ArtifactRef artifact)
    {
        string? digits = text?.StartsWith(Prefix, StringComparison.Ordinal) == true ? text[Prefix.Length..] : text;
        if (digits is null || !IsDigest(digits))
        {
            artifact = default;
            return false;
        }

        artifact = new ArtifactRef(digits);
        return true;
    }

    public static bool operator <(ArtifactRef left, ArtifactRef right) => left.CompareTo(right) < 0;

    public static bool operator >(ArtifactRef left, ArtifactRef right) => left.CompareTo(right) > 0;

    public static bool operator <=(ArtifactRef left, ArtifactRef right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ArtifactRef left, ArtifactRef right) => left.CompareTo(right) >= 0;

    /// <summary>By digest, ordinal, so that lists of references have one order everywhere.</summary>
    public int CompareTo(ArtifactRef other) => string.CompareOrdinal(digest, other.digest);

    public override string ToString() => digest is null ? Prefix + "(none)" : Prefix + digest;

    private static bool IsDigest(string text) =>
        text.Length == DigestLength && text.AsSpan().IndexOfAnyExcept(Digits) < 0;
}
