using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Pausing;
using Tapir.Teachers;

namespace Tapir.Activities.Teaching;

/// <summary>Turns what only a person can mend into a request to pause the run: a spent budget, a refused key, a full disk, an
/// artifact store that stays away.</summary>
internal static class Pausable
{
    // ENOSPC on Linux and macOS, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows, as .NET reports them.
    private static readonly int[] DiskFull = [28, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public static FunctionCatalog AddPausable<TInput, TOutput>(
        this FunctionCatalog catalog, DurableFunction<TInput, TOutput> function, Func<FunctionContext, TInput, Task<TOutput>> implementation) =>
        catalog.Add(function, async (context, input) =>
        {
            try
            {
                return await implementation(context, input);
            }
            catch (RunPausedException pause)
            {
                throw new PauseRequestedException(pause.Message, pause);
            }
            catch (Exception full) when (IsDiskFull(full))
            {
                throw new PauseRequestedException($"The disk is full: {full.Message} Make room, then run the same command again; nothing is lost.", full);
            }
            catch (ArtifactStoreException store)
            {
                throw new PauseRequestedException(store.Message, store);
            }
        });

    private static bool IsDiskFull(Exception problem) =>
        (problem is IOException && DiskFull.Contains(problem.HResult))
        || (problem is ArtifactStoreException { InnerException: { } inner } && IsDiskFull(inner));
}
