using System.Runtime.InteropServices;

namespace Tapir.DurableTask.Crashes.Tests.Poison;

/// <summary>An activity that ends its process from native code: no handler, no exception, no last word.</summary>
internal static partial class NativeCrash
{
    public const string Orchestration = "poisoned";

    public const string Activity = "poison";

    public static void Register(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc(Orchestration, context => context.CallActivityAsync<int>(Activity))
        .AddActivityFunc(Activity, _ =>
        {
            Abort();
            return 0;
        });

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();
}
