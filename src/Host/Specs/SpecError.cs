namespace Tapir.Host.Specs;

/// <summary>One thing wrong with a spec, where its author can find it.</summary>
/// <param name="Source">File name, or <c>--set key</c> for an override.</param>
/// <param name="Line">1-based; 0 where the source has no lines.</param>
/// <param name="Column">1-based; 0 where the source has no lines.</param>
/// <param name="Message">What was wrong, the value, and what to do.</param>
public sealed record SpecError(string Source, long Line, long Column, string Message)
{
    public override string ToString() => Line > 0 ? $"{Source}:{Line}:{Column}: {Message}" : $"{Source}: {Message}";
}
