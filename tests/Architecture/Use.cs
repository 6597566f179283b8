namespace Tapir.Architecture.Tests;

/// <summary>A type of ours uses another type or one of its members.</summary>
internal sealed record Use(string User, string Type, string Member)
{
    public override string ToString() => Member.Length == 0 ? $"{User} uses {Type}" : $"{User} uses {Member}";
}
