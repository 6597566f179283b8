namespace Tapir.Artifacts.Blobs.Tests;

[TestClass]
public static class AzuriteLifetime
{
    [AssemblyCleanup]
    public static void Stop() => BlobHouse.Stop();
}
