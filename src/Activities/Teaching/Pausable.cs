using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Pausing;
using Tapir.Teachers;

namespace Tapir.Activities.Teaching;

/// <summary>Turns what only a person can mend into a request to pause the run: a spent budget, a refused key, a disk that
/// takes nothing more, an artifact store that stays away.</summary>
internal static class Pausable
{
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
            catch (ArtifactStoreException store)
            {
                throw new PauseRequestedException(store.Message, store);
            }
            catch (Exception refusal) when (DiskRefusal.IsOne(refusal))
            {
                throw new PauseRequestedException($"A file cannot be written ({refusal.Message}): {DiskRefusal.ReasonOf(refusal)}", refusal);
            }
        });
}
