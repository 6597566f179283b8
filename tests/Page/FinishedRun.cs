using Tapir.EndToEnd;
using Tapir.EndToEnd.Serving;

namespace Tapir.Page;

/// <summary>A served folder with one finished run, for the tests that look only.</summary>
internal sealed class FinishedRun : IDisposable
{
    private static readonly Lazy<Task<FinishedRun>> Made = new(() => new FinishedRun().StartAsync());

    private TapirProgram program = null!;
    private ServedProgram served = null!;

    public static Task<FinishedRun> Get() => Made.Value;

    public Uri Address => served.Client.BaseAddress!;

    public string Run { get; private set; } = "";

    public static async Task StopAsync()
    {
        if (Made.IsValueCreated)
        {
            (await Made.Value).Dispose();
        }
    }

    public void Dispose()
    {
        served.Dispose();
        program.Dispose();
    }

    private async Task<FinishedRun> StartAsync()
    {
        program = new TapirProgram();
        served = ServedProgram.Start(program);
        Run = await served.StartTinyAsync();
        await served.WaitForEndAsync(Run);
        return this;
    }
}
