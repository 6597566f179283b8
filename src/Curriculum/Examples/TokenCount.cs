using System.Text.Json.Serialization;
using Tapir.Curriculum.Json;

namespace Tapir.Curriculum.Examples;

/// <summary>A number of tokens, 0 or more. In JSON a plain number.</summary>
[JsonConverter(typeof(TokenCountJsonConverter))]
public readonly record struct TokenCount : IComparable<TokenCount>
{
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public TokenCount(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    public static TokenCount Zero => default;

    public long Value { get; }

    public static TokenCount operator +(TokenCount left, TokenCount right) => new(checked(left.Value + right.Value));

    public static bool operator <(TokenCount left, TokenCount right) => left.Value < right.Value;

    public static bool operator <=(TokenCount left, TokenCount right) => left.Value <= right.Value;

    public static bool operator >(TokenCount left, TokenCount right) => left.Value > right.Value;

    public static bool operator >=(TokenCount left, TokenCount right) => left.Value >= right.Value;

    public static TokenCount Add(TokenCount left, TokenCount right) => left + right;

    public int CompareTo(TokenCount other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
