namespace Tapir.Artifacts;

/// <summary>Turns what the operating system says of the store's folder into a sentence that says what to do.</summary>
internal static class StoreErrors
{
    /// <summary>Whether a write went wrong, in whichever of the forms that .NET gives it.</summary>
    public static bool IsRefusal(Exception cause) => cause is IOException || DiskRefusal.IsOne(cause);

    public static ArtifactStoreException CannotWrite(string path, Exception cause) =>
        cause as ArtifactStoreException ?? new ArtifactStoreException($"Artifacts cannot be written at '{path}': {DiskRefusal.ReasonOf(cause)}", cause);
}
