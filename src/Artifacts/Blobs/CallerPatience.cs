namespace Tapir.Artifacts;

/// <summary>How long whoever calls a store waits for it while it does not answer, where that is shorter than the store would go on trying: a request has somebody in front of it.</summary>
/// <remarks>It goes along with the call, through everything that is awaited, because between the one who knows and the one who waits there are many who need not.</remarks>
public static class CallerPatience
{
    private static readonly AsyncLocal<TimeSpan?> Longest = new();

    /// <summary>From here on, in this call and in what it begins.</summary>
    public static void LimitTo(TimeSpan longest) => Longest.Value = longest;

    internal static TimeSpan Of(TimeSpan usual) => Longest.Value is { } longest && longest < usual ? longest : usual;
}
