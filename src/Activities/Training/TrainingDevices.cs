using Tapir.Functions;
using Tapir.Models;
using Tapir.Models.Devices;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training;

/// <summary>The devices of this machine, by the names that specs have for them. One that is missing pauses the run: somebody may build Tapir for it, or mend the machine.</summary>
public static class TrainingDevices
{
    /// <summary>The numeric environment of a device.</summary>
    /// <exception cref="PauseRequestedException">It is not here.</exception>
    public static string Describe(string device) => OrPause(() => NumericEnvironment.Describe(Of(device)));

    internal static ComputeDevice Of(string? device) => device is null ? ComputeDevice.Cpu : ComputeDevice.Parse(device);

    internal static ProductPrecision Of(TrainingPrecision precision) => precision == TrainingPrecision.Bfloat16 ? ProductPrecision.Bfloat16 : ProductPrecision.Float32;

    /// <summary>Implements <see cref="TrainingFunctions.FindDevice"/>.</summary>
    internal static Task<FoundDevice> FindAsync(FunctionContext context, FindDevice input) =>
        Task.FromResult(new FoundDevice(OrPause(() => DeviceSearch.Find(Of(input.Device), Of(input.Precision)))));

    private static string OrPause(Func<string> look)
    {
        try
        {
            return look();
        }
        catch (DeviceUnavailableException missing)
        {
            throw new PauseRequestedException(missing.Message, missing);
        }
    }
}
