namespace Tapir.Functions;

/// <summary>What a function stops its clock with that has none.</summary>
internal sealed class NoStandstill : IDisposable
{
    private static readonly NoStandstill Only = new();

    public static IDisposable Begin() => Only;

    public void Dispose()
    {
        // Nothing stood still.
    }
}
